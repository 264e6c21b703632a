/// Intervals from few values, whose variance is moderated by like cases, for a limited number of looks.
///
/// Student's interval with the variance (d s₀² + Σ(x − x̄)²) ÷ (d + n − 1) and d + n − 1 degrees of
/// freedom, where d and s₀² are the prior's: G. K. Smyth (2004), see ``VariancePrior``. So two values
/// are enough.
///
/// The values are natural logarithms: times vary by factors, and their logarithms are less skewed.
/// The README of this module compares this interval with others.
///
/// An interval is wrong more often than its level says if the caller goes on measuring until it decides.
/// So the number of looks is limited: with at most k, each interval has the level 1 − (1 − level)/k. Then
/// *all* of them contain the true value with the probability `level`, whenever the caller stops
/// (C. E. Bonferroni 1936). The looks must not depend on the values: a planner looks after each number of
/// blocks in ``looks``. If time runs out between two of them, that moment replaces the next look.
package struct ModeratedInterval: Hashable, Sendable {
  /// The numbers of blocks after which a planner may look.
  ///
  /// The fewer looks, the narrower the intervals. Each number is two to four times the one before it, so five
  /// looks reach from what decides most comparisons to what two nearly equal cases need.
  package static let looks = [3, 6, 18, 72, 288]

  /// What like cases say about the variance.
  package let prior: VariancePrior
  /// The probability that the intervals of all looks contain the true value, between 0 and 1.
  package let level: Double
  /// The maximum number of looks, at least one.
  package let lookCount: Int
  /// How much two runs differ beyond their trials; nil if that is unknown, or the cases are of one run.
  package let drift: RunDrift?

  /// Sets the parameters of all intervals.
  ///
  /// - Parameters:
  ///   - prior: The prior of the cases like the one whose interval is computed.
  ///   - level: For a table in which no verdict may be wrong, 1 − 0.05/m with the number m of its
  ///     comparisons that are not yet found different (S. Holm 1979).
  ///   - lookCount: The number of ``looks`` for a planner that stops when the interval decides; one when
  ///     the number of values was chosen in advance.
  ///   - drift: For cases of two runs.
  package init(
    prior: VariancePrior, level: Double = ConfidenceInterval.usualLevel,
    lookCount: Int = looks.count, drift: RunDrift? = nil
  ) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    precondition(lookCount >= 1, "there is at least one look")
    self.prior = prior
    self.level = level
    self.lookCount = lookCount
    self.drift = drift
  }

  /// The interval of the mean of the distribution that the values were drawn from.
  ///
  /// Nil with fewer than two values, and without a prior when fewer than six values are all equal: a case
  /// with another value in half of its trials would often look like that.
  package func interval(of values: [Double]) -> ConfidenceInterval? {
    ModeratedMean(of: values, prior).flatMap(interval)
  }

  /// The ratio of two cases from the logarithms of their ratios in each block.
  ///
  /// The value is the geometric mean of the ratios. Its interval is nil where ``interval(of:)`` is, and
  /// when a bound is too large for a `Double`. Nil without a block, or when the value is too large.
  package func ratio(of logRatios: [Double]) -> Ratio? {
    guard !logRatios.isEmpty else { return nil }
    return ratio(
      SquaredDeviations(of: logRatios).mean, ModeratedMean(of: logRatios, prior), logRatios.count)
  }

  /// The ratio of two cases that share no blocks, from the logarithms of their values.
  ///
  /// The value is the quotient of the geometric means. The interval is that of B. L. Welch ("The
  /// generalization of ‘Student's’ problem when several different population variances are involved",
  /// Biometrika 34, 1947), each variance moderated by the prior, with the variance of the ``drift``. It is nil when ``interval(of:)`` is nil for
  /// one of the sides. The ratio is nil when a side has no value.
  package func ratio(of logarithms: [Double], to baseline: [Double]) -> Ratio? {
    guard !logarithms.isEmpty, !baseline.isEmpty else { return nil }
    return ratio(
      SquaredDeviations(of: logarithms).mean - SquaredDeviations(of: baseline).mean,
      ModeratedMean(of: logarithms, minus: baseline, prior)?.widened(by: drift),
      min(logarithms.count, baseline.count))
  }

  /// The ratio of a new value to the level of earlier ones, from their logarithms.
  ///
  /// The value is the quotient of the new value and the geometric mean. The interval is one of prediction: it
  /// contains one with the probability `level` if the new value comes from the distribution of the earlier
  /// ones (G. J. Hahn, "Factors for calculating two-sided prediction intervals for samples from a normal
  /// distribution", Journal of the American Statistical Association 64, 1969). It is nil where
  /// ``interval(of:)`` is. The ratio is nil without an earlier value.
  package func ratio(of next: Double, after earlier: [Double]) -> Ratio? {
    guard !earlier.isEmpty else { return nil }
    return ratio(
      next - SquaredDeviations(of: earlier).mean,
      ModeratedMean(of: next, after: earlier, prior), earlier.count)
  }

  /// The probability that a new value is as far from the level of earlier ones although it comes from the
  /// same distribution; as ``pValue(of:)``.
  package func pValue(of next: Double, after earlier: [Double]) -> Double? {
    guard let mean = ModeratedMean(of: next, after: earlier, prior) else { return nil }
    // Among equal values, one of n + 1 is the last by chance.
    return pValue(mean, ofEqual: 1 / Double(earlier.count + 1))
  }

  /// The probability that the mean of so many values is as far from zero although nothing differs.
  ///
  /// This is the moderated t-test of Smyth (2004), two-sided, times the number of looks (C. E. Bonferroni
  /// 1936). It asks whether anything differs, not whether that matters, which the interval shows. A test
  /// against the edge of a band (D. J. McCarthy and G. K. Smyth, Bioinformatics 25, 2009) would ask for both
  /// at once, and finds far less.
  ///
  /// More than zero and at most one; nil where ``interval(of:)`` is.
  package func pValue(of logRatios: [Double]) -> Double? {
    guard let mean = ModeratedMean(of: logRatios, prior) else { return nil }
    // Among equal values only the signs speak: they agree by chance once in 2^(n − 1).
    return pValue(mean, ofEqual: (1..<logRatios.count).reduce(1.0) { share, _ in share / 2 })
  }

  /// The same for two cases that share no blocks, from the logarithms of their values.
  package func pValue(of logarithms: [Double], to baseline: [Double]) -> Double? {
    guard let mean = ModeratedMean(of: logarithms, minus: baseline, prior)?.widened(by: drift)
    else { return nil }
    // Of the arrangements of the values on two sides, two are as extreme as no overlap.
    let share = (0..<baseline.count).reduce(2.0) { share, index in
      share * Double(index + 1) / Double(logarithms.count + index + 1)
    }
    return pValue(mean, ofEqual: share)
  }

  /// The interval of the geometric mean of values given by their logarithms.
  ///
  /// Nil where ``interval(of:)`` is, and when a bound is too large for a `Double`.
  func factors(of logarithms: [Double]) -> ConfidenceInterval? {
    ModeratedMean(of: logarithms, prior).flatMap(factors)
  }

  private func ratio(_ logarithm: Double, _ mean: ModeratedMean?, _ count: Int) -> Ratio? {
    let value = Elementary.exponential(logarithm)
    guard value.isFinite else { return nil }
    return Ratio(
      estimate: Estimate(value: value, interval: mean.flatMap(factors)), trialCount: count)
  }

  private func factors(of mean: ModeratedMean) -> ConfidenceInterval? {
    guard let interval = interval(of: mean) else { return nil }
    let upper = Elementary.exponential(interval.upper)
    guard upper.isFinite else { return nil }
    return ConfidenceInterval(
      level: level, lower: Elementary.exponential(interval.lower), upper: upper)
  }

  private func interval(of mean: ModeratedMean) -> ConfidenceInterval? {
    let reach = Student.quantile(
      outside: (1 - level) / Double(lookCount), degrees: mean.degreesOfFreedom)
    let halfWidth = reach * mean.standardError
    guard halfWidth.isFinite else { return nil }
    return ConfidenceInterval(
      level: level, lower: mean.value - halfWidth, upper: mean.value + halfWidth)
  }

  /// - Parameter share: The result when the values do not vary at all.
  private func pValue(_ mean: ModeratedMean, ofEqual share: Double) -> Double {
    let alone: Double
    if mean.value == 0 {
      alone = 1
    } else if mean.standardError > 0 {
      alone = Student.share(
        outside: mean.value.magnitude / mean.standardError, degrees: mean.degreesOfFreedom)
    } else {
      alone = share
    }
    return min(1, max(alone, .leastNormalMagnitude) * Double(lookCount))
  }
}

/// A mean, or the difference of two, with its moderated standard error.
struct ModeratedMean {
  let value: Double
  private(set) var standardError: Double
  private(set) var degreesOfFreedom: Double

  /// Nil with fewer than two values, and when fewer than six values are all equal without a prior.
  init?(of values: [Double], _ prior: VariancePrior) {
    guard values.count >= 2 else { return nil }
    let deviations = SquaredDeviations(of: values)
    let degrees = prior.degreesOfFreedom + Double(values.count - 1)
    let variance = (prior.degreesOfFreedom * prior.variance + deviations.sum) / degrees
    guard variance > 0 || values.count >= 6 else { return nil }
    value = deviations.mean
    standardError = (variance / Double(values.count)).squareRoot()
    degreesOfFreedom = degrees
  }

  /// The distance of a value from the mean of earlier ones, with the error of predicting it; nil when they
  /// have no mean.
  init?(of next: Double, after earlier: [Double], _ prior: VariancePrior) {
    guard let mean = ModeratedMean(of: earlier, prior) else { return nil }
    value = next - mean.value
    standardError = mean.standardError * Double(earlier.count + 1).squareRoot()
    degreesOfFreedom = mean.degreesOfFreedom
  }

  /// Nil when one of the sides has no mean.
  ///
  /// The degrees of freedom are those of F. E. Satterthwaite, "An approximate distribution of estimates of
  /// variance components", Biometrics Bulletin 2 (1946).
  init?(of values: [Double], minus baseline: [Double], _ prior: VariancePrior) {
    guard let one = ModeratedMean(of: values, prior), let other = ModeratedMean(of: baseline, prior)
    else { return nil }
    value = one.value - other.value
    let shares = [one, other].map { $0.standardError * $0.standardError }
    let variance = shares[0] + shares[1]
    standardError = variance.squareRoot()
    let squares = zip(shares, [one, other]).reduce(0.0) { sum, side in
      let share = variance > 0 ? side.0 / variance : 0.5
      return sum + share * share / side.1.degreesOfFreedom
    }
    degreesOfFreedom = 1 / squares
  }

  /// The same with the variance between two runs.
  ///
  /// The degrees of freedom are Satterthwaite's, too, but never more than without it: where few trials vary little
  /// by chance, the sum would seem better known than it is.
  func widened(by drift: RunDrift?) -> ModeratedMean {
    guard let drift, drift.variance > 0 else { return self }
    let within = standardError * standardError
    let variance = within + drift.variance
    let share = within / variance
    var mean = self
    mean.standardError = variance.squareRoot()
    mean.degreesOfFreedom = min(
      degreesOfFreedom,
      1 / (share * share / degreesOfFreedom + (1 - share) * (1 - share) / Double(drift.count)))
    return mean
  }
}

/// The natural logarithms of case ÷ baseline in each block that has both.
///
/// Trials of one block ran one after another, so what slows down a whole block cancels out.
///
/// - Parameters:
///   - values: The case's value in each block, or nil where it has none.
///   - baseline: The baseline's value in the same blocks.
/// - Returns: Nil when a value is not positive and finite, since then there is no such logarithm.
package func logRatios(of values: [Double?], to baseline: [Double?]) -> [Double]? {
  let pairs = zip(values, baseline).compactMap { one, other in
    one.flatMap { one in other.map { other in (one, other) } }
  }
  guard pairs.allSatisfy({ $0 > 0 && $1 > 0 && $0.isFinite && $1.isFinite }) else { return nil }
  return pairs.map { Elementary.logarithm($0) - Elementary.logarithm($1) }
}
