/// What a comparison of a case with its baseline comes to.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// The case is better than the baseline by more than the band.
  case better
  /// The case is worse than the baseline by more than the band.
  case worse
  /// The case differs from the baseline by less than the band.
  case equal
  /// The evidence does not decide between the others.
  case inconclusive

  /// Which direction of a metric is better.
  package enum Better: Hashable, Sendable {
    /// Less is better, as with times and bytes.
    case lower
    /// More is better, as with messages per second.
    case higher
  }
}

/// The rule, fixed before measuring, that turns the interval of a ratio into a verdict.
package struct VerdictRule: Hashable, Sendable {
  /// The relative difference that does not matter, at least zero: 0.05 for five per cent.
  ///
  /// The ratios that count as equal run from 1/(1 + band) to 1 + band, so that exchanging case and
  /// baseline turns every verdict into its opposite.
  package let band: Double
  /// The least number of trials on each side.
  package let minimumTrials: Int

  /// Makes a rule.
  ///
  /// Six trials are the fewest whose extremes enclose the true median with a probability of at
  /// least 95 %: it is 1 − 2^(1−n) (H. A. David and H. N. Nagaraja, "Order Statistics", 2003,
  /// section 7.1), 94 % for five and 97 % for six.
  package init(band: Double, minimumTrials: Int = 6) {
    precondition(band >= 0 && band.isFinite, "a band is not negative")
    precondition(minimumTrials >= 2, "one trial has no interval")
    self.band = band
    self.minimumTrials = minimumTrials
  }

  /// The verdict on a ratio of medians.
  ///
  /// The whole interval must lie beyond the band for *faster* and *slower*, and within it for
  /// *equivalent*. Anything else is inconclusive: no ratio, no interval, or too few trials.
  package func verdict(on ratio: Ratio?, better: Verdict.Better) -> Verdict {
    guard let ratio, ratio.trialCount >= minimumTrials, let interval = ratio.estimate.interval
    else { return .inconclusive }
    let least = 1 / (1 + band)
    let most = 1 + band
    if interval.upper < least { return better == .lower ? .better : .worse }
    if interval.lower > most { return better == .lower ? .worse : .better }
    return interval.lower >= least && interval.upper <= most ? .equal : .inconclusive
  }
}
