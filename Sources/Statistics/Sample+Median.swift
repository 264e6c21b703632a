extension Sample {
  /// The natural logarithms of the trial medians, in the order of the trials.
  ///
  /// Nil when a median is not positive.
  package var logarithms: [Double]? {
    trialMedians.allSatisfy { $0 > 0 } ? trialMedians.map(Elementary.logarithm) : nil
  }

  /// The natural logarithm of the median; nil when it is not positive.
  package var logarithmOfMedian: Double? { median > 0 ? Elementary.logarithm(median) : nil }

  /// The standard error of ``logarithmOfMedian``; nil with one trial, or when a median is not positive.
  ///
  /// That of the mean of the logarithms times √(π/2), by which the median of normal values varies more
  /// (H. Cramér, "Mathematical Methods of Statistics", 1946, section 28.5).
  package var errorOfLogarithm: Double? {
    guard trialCount >= 2, let logarithms else { return nil }
    let variance = SquaredDeviations(of: logarithms).sum / Double(trialCount - 1)
    return (variance / Double(trialCount) * Double.pi / 2).squareRoot()
  }

  /// The median of the trial medians with an interval from two trials on.
  ///
  /// With six or more trials at 95 % and one look, the bounds are order statistics, which contain the median of
  /// any continuous distribution (H. A. David and H. N. Nagaraja, "Order Statistics", 2003, section 7.1). With
  /// fewer, they are those of a ``ModeratedInterval`` of the logarithms, which contains the geometric mean,
  /// extended to the median. It is nil where that interval is, or when a trial median is not positive.
  ///
  /// - Parameters:
  ///   - prior: The prior that was fitted to the logarithms of the like cases.
  ///   - level: The probability that the intervals of all looks contain the true value.
  ///   - lookCount: As for ``ModeratedInterval``; one when the number of trials was chosen in advance.
  package func median(
    prior: VariancePrior, level: Double = ConfidenceInterval.usualLevel, lookCount: Int = 1
  ) -> Estimate {
    let beyond = Self.countBeyond(of: trialCount, tail: (1 - level) / Double(2 * lookCount))
    if beyond > 0 {
      let interval = ConfidenceInterval(
        level: level, lower: sortedTrialMedians[beyond - 1],
        upper: sortedTrialMedians[trialCount - beyond])
      return Estimate(value: median, interval: interval)
    }
    let moderated = ModeratedInterval(prior: prior, level: level, lookCount: lookCount)
    guard let logarithms, let interval = moderated.factors(of: logarithms) else {
      return Estimate(value: median, interval: nil)
    }
    let widened = ConfidenceInterval(
      level: level, lower: min(interval.lower, median), upper: max(interval.upper, median))
    return Estimate(value: median, interval: widened)
  }

  /// The number of values from either end to the bound; zero when even the extremes are too near.
  ///
  /// The largest k for which fewer than k of the values lie on one side of the median with a probability
  /// of at most `tail`: by the binomial distribution, approximated above 1,000 values.
  private static func countBeyond(of count: Int, tail: Double) -> Int {
    let half = Double(count) / 2
    guard count <= 1_000 else {
      return Int(half + Normal.quantile(tail) * half.squareRoot() / 2.0.squareRoot())
    }
    var (share, sum, beyond) = (1.0, 0.0, 0)
    for _ in 0..<count { share /= 2 }
    while sum + share <= tail {
      sum += share
      share *= Double(count - beyond) / Double(beyond + 1)
      beyond += 1
    }
    return beyond
  }
}
