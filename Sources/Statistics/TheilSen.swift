extension Bootstrap {
  /// The line through the median of each sample over its x, fitted by the median of the slopes
  /// between all pairs of points, with the interval of that slope.
  ///
  /// H. Theil, "A rank-invariant method of linear and polynomial regression analysis", Indagationes
  /// Mathematicae 12 (1950); P. K. Sen, "Estimates of the regression coefficient based on Kendall's
  /// tau", JASA 63 (1968), 1379–1389. The intercept is the median of the residuals of the slope.
  ///
  /// Up to 29 % of the points may lie anywhere without distorting the line, whereas a single outlier
  /// distorts ``slope(over:)``. On the other hand, every pair of points counts equally, however close:
  /// when x spans decades, this line describes the typical pair, and least squares the largest x.
  ///
  /// The trials are resampled within each x. The result and its interval are nil in the same cases as
  /// for ``slope(over:)``.
  package func theilSenSlope(over samples: [Double: Sample]) -> Slope? {
    let points = samples.sorted { $0.key < $1.key }
    let positions = points.map(\.key)
    // Also false for a NaN; with bounded magnitudes no difference overflows.
    guard points.count >= 2, positions.allSatisfy({ $0.magnitude <= Sample.maximumMagnitude })
    else { return nil }
    let medians = points.map(\.value.median)
    let slope = Self.theilSenSlope(of: positions, medians)
    let rests = zip(positions, medians).map { $1 - slope * $0 }
    guard slope.isFinite, rests.allSatisfy(\.isFinite) else { return nil }
    let isBounded = zip(positions, positions.dropFirst()).allSatisfy {
      (2 * Sample.maximumMagnitude / ($1 - $0)).isFinite
    }
    let interval =
      isBounded
      ? interval(over: points.map(\.value)) { Self.theilSenSlope(of: positions, $0) } : nil
    return Slope(
      perUnit: Estimate(value: slope, interval: interval),
      intercept: Quantile.value(at: 0.5, ofSorted: rests.sorted())
    )
  }

  private static func theilSenSlope(of positions: [Double], _ heights: [Double]) -> Double {
    var slopes: [Double] = []
    slopes.reserveCapacity(positions.count * (positions.count - 1) / 2)
    for left in positions.indices {
      for right in (left + 1)..<positions.count {
        slopes.append((heights[right] - heights[left]) / (positions[right] - positions[left]))
      }
    }
    slopes.sort()
    return Quantile.value(at: 0.5, ofSorted: slopes)
  }
}
