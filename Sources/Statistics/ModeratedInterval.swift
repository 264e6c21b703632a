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
  /// The fewer looks, the narrower the intervals. The numbers double, so a decision takes at most twice as
  /// many blocks as with a look after each block.
  package static let looks = [3, 6, 12, 24, 48]

  /// What like cases say about the variance.
  package let prior: VariancePrior
  /// The probability that the intervals of all looks contain the true value, between 0 and 1.
  package let level: Double
  /// The maximum number of looks, at least one.
  package let lookCount: Int

  /// Sets the parameters of all intervals.
  ///
  /// - Parameters:
  ///   - prior: The prior of the cases like the one whose interval is computed.
  ///   - level: For a table in which no verdict may be wrong, 1 − 0.05/m with the number m of its
  ///     comparisons that are not yet found different (S. Holm 1979).
  ///   - lookCount: The number of ``looks`` for a planner that stops when the interval decides; one when
  ///     the number of values was chosen in advance.
  package init(prior: VariancePrior, level: Double = 0.95, lookCount: Int = looks.count) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    precondition(lookCount >= 1, "there is at least one look")
    self.prior = prior
    self.level = level
    self.lookCount = lookCount
  }

  /// The interval of the mean of the distribution that the values were drawn from.
  ///
  /// Nil with fewer than two values, and without a prior when fewer than six values are all equal: a case
  /// with another value in half of its trials would often look like that.
  package func interval(of values: [Double]) -> ConfidenceInterval? {
    guard values.count >= 2 else { return nil }
    let deviations = SquaredDeviations(of: values)
    let degrees = prior.degreesOfFreedom + Double(values.count - 1)
    let variance = (prior.degreesOfFreedom * prior.variance + deviations.sum) / degrees
    guard variance > 0 || values.count >= 6 else { return nil }
    let reach = Student.quantile(outside: (1 - level) / Double(lookCount), degrees: degrees)
    let halfWidth = reach * (variance / Double(values.count)).squareRoot()
    guard halfWidth.isFinite else { return nil }
    return ConfidenceInterval(
      level: level, lower: deviations.mean - halfWidth, upper: deviations.mean + halfWidth)
  }

  /// The ratio of two cases from the logarithms of their ratios in each block.
  ///
  /// The value is the geometric mean of the ratios. Its interval is nil where ``interval(of:)`` is, and
  /// when a bound is too large for a `Double`. Nil without a block, or when the value is too large.
  package func ratio(of logRatios: [Double]) -> Ratio? {
    guard !logRatios.isEmpty else { return nil }
    let value = Elementary.exponential(SquaredDeviations(of: logRatios).mean)
    guard value.isFinite else { return nil }
    return Ratio(
      estimate: Estimate(value: value, interval: factors(of: logRatios)),
      trialCount: logRatios.count)
  }

  /// The interval of the geometric mean of values given by their logarithms.
  ///
  /// Nil where ``interval(of:)`` is, and when a bound is too large for a `Double`.
  func factors(of logarithms: [Double]) -> ConfidenceInterval? {
    guard let interval = interval(of: logarithms) else { return nil }
    let upper = Elementary.exponential(interval.upper)
    guard upper.isFinite else { return nil }
    return ConfidenceInterval(
      level: level, lower: Elementary.exponential(interval.lower), upper: upper)
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
