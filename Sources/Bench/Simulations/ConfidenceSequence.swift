import Platform
import Statistics

/// Intervals that may be computed after every value, a rejected candidate.
///
/// A center is rejected once the likelihood of the values, averaged over other centers, is more than
/// 1/error times their likelihood under that center (J. Ville 1939). The values are normal, and their
/// variance is averaged over the prior of like cases: T. L. Lai, "On confidence sequences", Annals of
/// Statistics 4 (1976), 265–280; H. Wang and A. Ramdas, "Anytime-valid t-tests and confidence sequences
/// for Gaussian means with unknown variance", arXiv:2310.03722 (2024).
struct ConfidenceSequence {
  /// The variances of the other centers in units of the variance of a value, and their weights: the first
  /// gives narrow intervals from six values on, the second finite ones for two or three.
  private static let alternatives: [(variance: Double, weight: Double)] = [(2, 0.8), (200, 0.2)]

  let prior: VariancePrior
  let error: Double

  func bounds(_ values: [Double]) -> Bounds? {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    var (low, high) = (-40.0, 40.0)
    guard evidence(exp(high), count) > 1 / error else { return nil }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if evidence(exp(middle), count) > 1 / error { high = middle } else { low = middle }
    }
    let spread = prior.degreesOfFreedom * prior.variance + squares
    let half = (spread * exp(high) / count).squareRoot()
    return (mean - half, mean + half)
  }

  /// How many times more likely the values are under the other centers than under one whose squared
  /// distance from the mean is so many times spread ÷ count: a quotient of two Student densities.
  private func evidence(_ squaredDistance: Double, _ count: Double) -> Double {
    Self.alternatives.reduce(0) { sum, other in
      let growth = 1 + count * other.variance
      let quotient = (1 + squaredDistance) / (1 + squaredDistance / growth)
      return sum + other.weight
        * exp((prior.degreesOfFreedom + count) / 2 * log(quotient) - log(growth) / 2)
    }
  }
}
