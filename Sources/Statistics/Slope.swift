/// The straight line through the medians of samples taken at different sizes.
///
/// Its slope is what one more unit of x costs (bytes per task when x counts tasks), without the fixed
/// cost that a single point divided by x would include.
package struct Slope: Hashable, Sendable {
  /// The increase per unit of x, in the samples' unit, with its interval.
  package let perUnit: Estimate
  /// The height of the line at x = 0, in the samples' unit: the fixed cost.
  package let intercept: Double

  package init(perUnit: Estimate, intercept: Double) {
    self.perUnit = perUnit
    self.intercept = intercept
  }

  /// The slopes of all lines by least squares through heights within the intervals of levels at two or
  /// more x.
  ///
  /// Wider than an interval of the level of theirs: the errors of several levels rarely agree. Nil where a
  /// level has no interval or a line has no slope.
  package static func interval(through levels: [Double: Estimate]) -> ConfidenceInterval? {
    let points = levels.sorted { $0.key < $1.key }
    let intervals = points.compactMap(\.value.interval)
    guard let fit = LeastSquares(over: points.map(\.key)), intervals.count == points.count else {
      return nil
    }
    let bounds = [false, true].map { isUpper in
      fit.slope(
        through: zip(intervals, points).map { interval, point in
          (point.key > fit.mean) == isUpper ? interval.upper : interval.lower
        })
    }
    guard bounds.allSatisfy(\.isFinite), bounds[0] <= bounds[1] else { return nil }
    return ConfidenceInterval(
      level: intervals.map(\.level).min() ?? ConfidenceInterval.usualLevel, lower: bounds[0],
      upper: bounds[1])
  }
}

extension Bootstrap {
  /// The line through the median of each sample over its x, with the interval of the slope.
  ///
  /// The line is fitted by ordinary least squares to one point for each x: the median of the trial
  /// medians, which is the figure shown for that x and which one disturbed trial hardly changes. When
  /// x spans decades, the largest x has nearly all the leverage. That is intended: fixed costs weigh
  /// least there. It also means that the slope describes large x; where growth is not linear, the
  /// points beside the line show it.
  ///
  /// The trials are resampled within each x; the values of x are fixed by design.
  ///
  /// Nil with fewer than two values of x, with an x that is not finite, or when the result is out of
  /// the range of a `Double`. The interval is nil when any sample has fewer than two trials, or when
  /// a resampled slope could be out of that range.
  package func slope(over samples: [Double: Sample]) -> Slope? {
    let points = samples.sorted { $0.key < $1.key }
    guard let fit = LeastSquares(over: points.map(\.key)) else { return nil }
    let medians = points.map(\.value.median)
    let slope = fit.slope(through: medians)
    let intercept = fit.intercept(through: medians)
    guard slope.isFinite, intercept.isFinite else { return nil }
    let samples = points.map(\.value)
    let interval = fit.isBounded ? interval(over: samples) { fit.slope(through: $0) } : nil
    return Slope(perUnit: Estimate(value: slope, interval: interval), intercept: intercept)
  }
}

/// Ordinary least squares for fixed values of x, so that each fit is one weighted sum.
private struct LeastSquares {
  /// (x − mean of x) / Σ (x − mean of x)², for each x.
  private let weights: [Double]
  let mean: Double

  /// Prepares fits over at least two distinct values of x; nil when the formula has no value.
  init?(over positions: [Double]) {
    mean = positions.reduce(0, +) / Double(positions.count)
    let mean = mean
    let deviations = positions.map { $0 - mean }
    let spread = deviations.reduce(0) { $0 + $1 * $1 }
    // Also false for a single x, an infinite one, and a spread whose square is out of range.
    guard spread.isNormal else { return nil }
    weights = deviations.map { $0 / spread }
  }

  /// Whether the slope through any heights that a sample can have is finite.
  var isBounded: Bool {
    weights.allSatisfy { ($0 * Sample.maximumMagnitude * 4 * Double(weights.count)).isFinite }
  }

  func slope(through heights: [Double]) -> Double {
    // Because of rounding the weights do not sum to exactly zero. Heights relative to the first
    // one make the slope of a level line exactly zero.
    var slope = 0.0
    for index in weights.indices { slope += weights[index] * (heights[index] - heights[0]) }
    return slope
  }

  func intercept(through heights: [Double]) -> Double {
    heights.reduce(0, +) / Double(heights.count) - slope(through: heights) * mean
  }
}
