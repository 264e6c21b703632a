/// Where the medians of two cases, each measured at several x, are equal.
package enum Crossover: Hashable, Sendable {
  /// One case is ahead of the other or level with it at every x.
  case never
  /// They change places once, at this x.
  ///
  /// The interval is nil when a sample has fewer than two trials, or when the crossing may lie
  /// outside the range of x that was measured.
  case once(Estimate)
  /// They change places more than once, at these x in ascending order.
  case several([Double])
}

extension Bootstrap {
  /// Where the medians of two cases over x are equal.
  ///
  /// Only the x that both cases have are used. Between two neighbors the logarithm of each median is
  /// assumed to be linear in the logarithm of x, as on a chart with logarithmic axes; this is exact
  /// for a cost that grows as a power of x. A crossing is where the difference changes its sign;
  /// touching without changing places is not a crossing.
  ///
  /// The trials are resampled within each sample. A resample without a crossing counts as one that
  /// crosses just beyond the end where the two would still have to change places; one with several
  /// crossings counts as crossing at the middle one.
  ///
  /// Nil with fewer than two common x, with an x that is not positive and finite, or when a median
  /// is not positive. The interval is also nil when the median of a trial is not positive.
  package func crossover(
    of first: [Double: Sample], and second: [Double: Sample]
  ) -> Crossover? {
    let points = first.compactMap { x, sample in second[x].map { (x, sample, $0) } }
      .sorted { $0.0 < $1.0 }
    guard points.count >= 2, points.allSatisfy({ $0.0 > 0 && $0.0.isFinite }),
      points.allSatisfy({ $0.1.median > 0 && $0.2.median > 0 })
    else { return nil }
    let path = DifferencePath(over: points.map(\.0))
    let samples = points.map(\.1) + points.map(\.2)
    let crossings = path.crossings(of: samples.map(\.median))
    guard let crossing = crossings.first else { return .never }
    guard crossings.count == 1 else { return .several(crossings) }
    let isLeading = samples[0].median < samples[points.count].median
    let interval =
      samples.allSatisfy({ $0.sortedTrialMedians[0] > 0 })
      ? interval(over: samples) { path.crossing(of: $0, firstLeads: isLeading) } : nil
    let isWithin = interval.map { path.range.contains($0.lower) && path.range.contains($0.upper) }
    return .once(Estimate(value: crossing, interval: isWithin == true ? interval : nil))
  }
}

/// The difference of two cases' logarithms over the logarithm of x, linear between the points.
private struct DifferencePath {
  private let positions: [Double]
  private let logarithms: [Double]

  /// `positions` are at least two, positive and ascending.
  init(over positions: [Double]) {
    self.positions = positions
    logarithms = positions.map(Elementary.logarithm)
  }

  var range: ClosedRange<Double> { positions[0]...positions[positions.count - 1] }

  /// The x at which the difference changes its sign, in ascending order.
  ///
  /// `heights` are those of the first case, then those of the second, all positive.
  func crossings(of heights: [Double]) -> [Double] {
    let differences = differences(of: heights)
    var crossings: [Double] = []
    // The last point at which they differ, and the point from which they have been level.
    var last: Int?
    var level: Int?
    for (index, difference) in differences.enumerated() {
      guard difference != 0 else {
        level = level ?? index
        continue
      }
      if let last, (differences[last] < 0) != (difference < 0) {
        crossings.append(level.map { positions[$0] } ?? crossing(in: last, of: differences))
      }
      last = index
      level = nil
    }
    return crossings
  }

  /// The crossing of a resample, or a number just beyond the end where it would have to lie.
  ///
  /// `firstLeads` says whether the first case has the smaller height before the crossing.
  func crossing(of heights: [Double], firstLeads: Bool) -> Double {
    let crossings = crossings(of: heights)
    // The middle one of an odd number leads to the same side as a single crossing.
    if !crossings.count.isMultiple(of: 2) { return crossings[crossings.count / 2] }
    let sign = differences(of: heights).first { $0 != 0 } ?? 0
    let isStillBefore = firstLeads ? sign < 0 : sign > 0
    return isStillBefore ? range.upperBound.nextUp : range.lowerBound.nextDown
  }

  private func crossing(in index: Int, of differences: [Double]) -> Double {
    let part = differences[index] / (differences[index] - differences[index + 1])
    let logarithm =
      logarithms[index] + part * (logarithms[index + 1] - logarithms[index])
    // Rounding must not move it out of its interval.
    return min(max(Elementary.exponential(logarithm), positions[index]), positions[index + 1])
  }

  private func differences(of heights: [Double]) -> [Double] {
    positions.indices.map { index in
      let (first, second) = (heights[index], heights[positions.count + index])
      // Exactly zero where they are equal, however the logarithm rounds.
      return first == second
        ? 0 : Elementary.logarithm(first) - Elementary.logarithm(second)
    }
  }
}
