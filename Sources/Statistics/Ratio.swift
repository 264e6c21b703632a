/// The ratio case ÷ baseline, always in this direction.
///
/// Below one, the case has the smaller value; whether that is better depends on the metric.
package struct Ratio: Hashable, Sendable {
  /// The ratio of the two levels, not negative, with its interval.
  package let estimate: Estimate
  /// The number of blocks that have both sides, or of trials of the side with fewer.
  package let trialCount: Int

  package init(estimate: Estimate, trialCount: Int) {
    self.estimate = estimate
    self.trialCount = trialCount
  }
}

extension Bootstrap {
  /// The ratio of a case's median to a baseline's, with the interval of that ratio.
  ///
  /// Both sides are resampled independently. Trials of one block are not paired: the interval stays
  /// valid when trials are missing, and is slightly too wide when the machine drifted and affected
  /// both sides of a block alike.
  ///
  /// Nil when there is no meaningful ratio: a value of either side is negative, the median of the
  /// baseline is zero, or the quotient is too large for a `Double`. The interval is nil when a side
  /// has fewer than two trials, or when a resample could have no meaningful ratio, as when the median
  /// of any trial of the baseline is zero.
  package func ratio(of caseSample: Sample, to baseline: Sample) -> Ratio? {
    guard caseSample.minimum >= 0, baseline.minimum >= 0 else { return nil }
    let value = caseSample.median / baseline.median
    guard value.isFinite else { return nil }
    return Ratio(
      estimate: Estimate(value: value, interval: interval(of: caseSample, over: baseline)),
      trialCount: min(caseSample.trialCount, baseline.trialCount)
    )
  }

  private func interval(of caseSample: Sample, over baseline: Sample) -> ConfidenceInterval? {
    let numerators = caseSample.sortedTrialMedians
    let denominators = baseline.sortedTrialMedians
    guard caseSample.trialCount >= 2, baseline.trialCount >= 2,
      (numerators[numerators.count - 1] / denominators[0]).isFinite
    else { return nil }
    guard max(numerators.count, denominators.count) <= MedianDistribution.maximumCount else {
      return drawnInterval(of: caseSample, over: baseline)
    }
    let distribution = QuotientDistribution(
      of: MedianDistribution(ofSorted: numerators),
      over: MedianDistribution(ofSorted: denominators)
    )
    return ConfidenceInterval(
      level: level, lower: distribution.value(above: tail), upper: distribution.value(below: tail))
  }

  /// The interval from drawn resamples.
  package func drawnInterval(of caseSample: Sample, over baseline: Sample) -> ConfidenceInterval {
    var numerators = resampler(of: caseSample, stream: 0)
    var denominators = resampler(of: baseline, stream: 1)
    return interval { numerators.next() / denominators.next() }
  }
}
