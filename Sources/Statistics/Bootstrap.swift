/// The cluster bootstrap: intervals from resampling whole trials.
///
/// What is resampled: the trials of a sample. Each resample draws as many trials as the sample
/// has, with replacement, and takes the median of their medians. The values within a trial are not
/// resampled: they share a process and with it most of what varies between processes (layout of
/// memory, state of the pool), so treating them as independent would make intervals too narrow.
/// See A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application" (1997), section
/// 3.8, and T. Kalibera and R. Jones, "Rigorous benchmarking in reasonable time", ISMM 2013.
///
/// For medians and their ratios, the bounds come from all possible resamples and none is drawn; see
/// ``median(of:)``. For other statistics, resamples are drawn.
///
/// An interval of a median cannot extend beyond the extreme trials. These enclose the true median of
/// a continuous distribution with a probability of only 1 − 2^(1−n): 50 % for two trials, 94 % for
/// five. So an interval of nominal 95 % from fewer than ``minimumTrials`` covers less than that. The
/// README of this module lists the coverage of larger samples in simulations.
///
/// A result depends only on the seed and the sample, bit for bit: every call starts its own
/// generators, and every floating-point operation has a result that IEEE 754 defines exactly.
package struct Bootstrap: Hashable, Sendable {
  /// The number of trials from which on an interval of 95 % can keep its promise.
  ///
  /// Six trials are the minimum whose extremes enclose the true median with a probability of at least
  /// 95 %: it is 1 − 2^(1−n) (H. A. David and H. N. Nagaraja, "Order Statistics", 2003, section 7.1),
  /// 94 % for five and 97 % for six.
  package static let minimumTrials = 6

  /// The seed of all random choices.
  package let seed: UInt64
  /// The number of resamples for each interval for which resamples are drawn.
  package let resamples: Int
  /// The confidence level of each interval, between 0 and 1.
  package let level: Double

  /// Sets the parameters of all intervals.
  ///
  /// A bound is a quantile of the resamples, so ``Quantile/printableCount`` says how many there must
  /// be: 400 at the level 0.95. The default is far higher because all samples of one size share the
  /// random error of the bounds under one seed: in simulations with ten trials and eight seeds,
  /// intervals of nominal 95 % contained the true value in 88 % to 95 % of cases with 400 resamples,
  /// depending on the seed, and in 93 % to 94 % with 10,000.
  package init(
    seed: UInt64, resamples: Int = 10_000, level: Double = ConfidenceInterval.usualLevel
  ) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    precondition(
      resamples >= Quantile((1 + level) / 2).printableCount,
      "too few resamples for the bounds at this level"
    )
    self.seed = seed
    self.resamples = resamples
    self.level = level
  }

  /// The median of a sample's trial medians with its interval.
  ///
  /// No command shows it: `parallax-bench levels` compares ``Sample/median(prior:level:lookCount:)`` with it.
  ///
  /// The bounds come from the distribution over all possible resamples, so they have no random error
  /// and the seed does not matter; resamples are drawn only for more than 1,000 trials. The lower
  /// bound is the smallest median that at least the share (1 − level)/2 of all resamples does not
  /// exceed, the upper bound the largest median that at least that share reaches.
  ///
  /// The interval is nil when the sample has fewer than two trials.
  package func median(of sample: Sample) -> Estimate {
    let medians = sample.sortedTrialMedians
    guard medians.count >= 2 else { return Estimate(value: sample.median, interval: nil) }
    guard medians.count <= MedianDistribution.maximumCount else {
      return Estimate(value: sample.median, interval: drawnInterval(of: sample))
    }
    let distribution = MedianDistribution(ofSorted: medians)
    let interval = ConfidenceInterval(
      level: level, lower: distribution.value(above: tail), upper: distribution.value(below: tail))
    return Estimate(value: sample.median, interval: interval)
  }

  /// The interval of a sample's median from drawn resamples.
  package func drawnInterval(of sample: Sample) -> ConfidenceInterval {
    var resampler = resampler(of: sample, stream: 0)
    return interval { resampler.next() }
  }

  /// A resampler of the sample's trials; samples that are combined take different streams.
  func resampler(of sample: Sample, stream: Int) -> MedianResampler {
    MedianResampler(
      ofSorted: sample.sortedTrialMedians,
      generator: SeededGenerator(seed: seed, stream: UInt64(stream))
    )
  }

  /// The interval of a statistic of the medians of several samples, each resampled by itself; nil
  /// when one of them has fewer than two trials.
  func interval(
    over samples: [Sample], of statistic: ([Double]) -> Double
  ) -> ConfidenceInterval? {
    guard samples.allSatisfy({ $0.trialCount >= 2 }) else { return nil }
    var resamplers = samples.indices.map { resampler(of: samples[$0], stream: $0) }
    var medians = samples.map(\.median)
    return interval {
      for index in medians.indices { medians[index] = resamplers[index].next() }
      return statistic(medians)
    }
  }

  /// The interval of a statistic that is computed again from each resample.
  ///
  /// Its bounds are the quantiles (1 − level)/2 and (1 + level)/2: B. Efron and R. J. Tibshirani, "An
  /// Introduction to the Bootstrap" (1993), chapter 13.
  func interval(of statistic: () -> Double) -> ConfidenceInterval {
    var distribution: [Double] = []
    distribution.reserveCapacity(resamples)
    for _ in 0..<resamples { distribution.append(statistic()) }
    distribution.sort()
    return ConfidenceInterval(
      level: level, lower: Quantile.value(at: tail, ofSorted: distribution),
      upper: Quantile.value(at: 1 - tail, ofSorted: distribution))
  }

  /// The share of the distribution that an interval leaves out at either end.
  var tail: Double { (1 - level) / 2 }
}
