/// The result of comparing a case with its baseline.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// The case is better than the baseline by more than the band.
  case better
  /// The case is worse than the baseline by more than the band.
  case worse
  /// The case differs from the baseline by less than the band.
  case equal
  /// The data do not decide between the others.
  case inconclusive

  /// Whether the case is better or worse.
  package var isDifferent: Bool { self == .better || self == .worse }

  /// Which direction of a metric is better.
  package enum Better: Hashable, Sendable {
    /// Lower is better, as for times and bytes.
    case lower
    /// Higher is better, as for messages per second.
    case higher
  }
}

/// The rule, chosen before measuring, that turns the interval of a ratio into a verdict.
package struct VerdictRule: Hashable, Sendable {
  /// The relative difference that does not matter, at least zero: 0.05 for 5 %.
  ///
  /// Ratios from 1/(1 + band) to 1 + band count as equal, so that swapping case and baseline reverses
  /// every verdict.
  package let band: Double

  /// Sets a band.
  package init(band: Double) {
    precondition(band >= 0 && band.isFinite, "a band is not negative")
    self.band = band
  }

  /// The verdict on a ratio of two cases.
  ///
  /// The whole interval must lie outside the band for *better* and *worse*, and inside it for *equal*.
  /// Anything else is inconclusive, as are no ratio and no interval. The number of trials does not
  /// matter: fewer trials have a wider interval.
  package func verdict(on ratio: Ratio?, better: Verdict.Better) -> Verdict {
    guard let interval = ratio?.estimate.interval else { return .inconclusive }
    let lower = 1 / (1 + band)
    let upper = 1 + band
    if interval.upper < lower { return better == .lower ? .better : .worse }
    if interval.lower > upper { return better == .lower ? .worse : .better }
    return interval.lower >= lower && interval.upper <= upper ? .equal : .inconclusive
  }
}
