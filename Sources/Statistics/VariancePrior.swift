/// What the variances of like cases say about the variance of one of them.
///
/// The variance of a case is modeled as `degreesOfFreedom` × `variance` ÷ χ², where χ² has that many
/// degrees of freedom. The prior counts as much as that many additional values of each case:
/// G. K. Smyth, "Linear models and empirical Bayes methods for assessing differential expression in
/// microarray experiments", Statistical Applications in Genetics and Molecular Biology 3 (2004),
/// article 3.
///
/// Like cases are those of one run with the same metric: for levels, the logarithms of their trial
/// medians; for ratios, the logarithms of the ratios in each block.
package struct VariancePrior: Hashable, Sendable {
  /// The minimum number of cases with a variance for a prior.
  static let minimumCases = 16
  /// The upper limit of the degrees of freedom for 32 cases or more; for fewer, an eighth of their number.
  ///
  /// Few cases with few values can look more alike than they are, all the more when they are compared with
  /// the same baseline: in simulations of runs with eight comparisons, a prior with one degree raised the
  /// share of false tables from 4.2 % to 5.1 %.
  static let maximumDegreesOfFreedom = 4.0

  /// How much like cases say: zero when nothing, more the more their variances are alike.
  package let degreesOfFreedom: Double
  /// The typical variance of a case, in the squared unit of the values.
  package let variance: Double

  /// The prior that says nothing.
  package static let none = VariancePrior(degreesOfFreedom: 0, variance: 0)

  /// Both must be finite and not negative.
  package init(degreesOfFreedom: Double, variance: Double) {
    precondition(degreesOfFreedom >= 0 && degreesOfFreedom.isFinite, "degrees are not negative")
    precondition(variance >= 0 && variance.isFinite, "a variance is not negative")
    self.degreesOfFreedom = degreesOfFreedom
    self.variance = variance
  }

  /// The same prior, counting as at most so many additional values.
  package func limited(to degrees: Double) -> VariancePrior {
    VariancePrior(degreesOfFreedom: min(degrees, degreesOfFreedom), variance: variance)
  }

  /// Fits the prior to the values of like cases.
  ///
  /// By the moments of the logarithms of the variances (Smyth 2004, section 6). Cases with fewer than
  /// two values and those whose values are all equal are left out; with fewer than 16 others, the
  /// prior says nothing.
  package init(of cases: [[Double]]) {
    let spreads = cases.filter { $0.count >= 2 }.map(SquaredDeviations.init).filter { $0.sum > 0 }
    guard spreads.count >= Self.minimumCases else {
      self = .none
      return
    }
    let scales = spreads.map { spread in
      let half = Double(spread.count - 1) / 2
      return Elementary.logarithm(spread.sum / 2) - Gamma.digamma(half)
    }
    let scale = SquaredDeviations(of: scales)
    let expected =
      spreads.reduce(0) { $0 + Gamma.trigamma(Double($1.count - 1) / 2) } / Double(scales.count)
    let excess = scale.sum / Double(scales.count - 1) - expected
    let most = min(Self.maximumDegreesOfFreedom, Double(spreads.count) / 8)
    let degrees = excess > 0 ? min(most, 2 * Gamma.inverseTrigamma(excess)) : most
    let logarithm =
      scale.mean + Gamma.digamma(degrees / 2) - Elementary.logarithm(degrees / 2)
    self.init(degreesOfFreedom: degrees, variance: Elementary.exponential(logarithm))
  }
}

/// The sum of the squared deviations of values from their mean.
struct SquaredDeviations {
  let count: Int
  let mean: Double
  /// Exactly zero when all values are equal.
  let sum: Double

  /// The values must not be empty.
  init(of values: [Double]) {
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    let allEqual = values.allSatisfy { $0 == values[0] }
    self.mean = allEqual ? values[0] : mean
    sum = allEqual ? 0 : values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
