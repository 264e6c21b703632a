/// How much two runs differ although what they measure does not, beyond what varies within each of them.
///
/// A machine is slower in one hour than in another. Trials of one run do not show that, so an interval from the
/// trials of two runs alone is too narrow, the more so the more trials there are. What is the same in both
/// runs shows it: the differences dᵢ of the logarithms of its levels have the variances vᵢ + τ², where vᵢ is that
/// of the trials within the runs. τ² is the variance with which Σ dᵢ² ÷ (vᵢ + τ²) is the number of differences:
/// R. C. Paule and J. Mandel, "Consensus values and weighting factors", Journal of Research of the National Bureau
/// of Standards 87 (1982), 377–385, here with a mean that is known to be zero.
package struct RunDrift: Hashable, Sendable {
  /// τ², the variance of the logarithm of a ratio of two runs.
  package let variance: Double
  /// The number of differences that it comes from.
  package let count: Int

  /// Fewer differences say too little.
  package static let minimumCount = 6

  /// The standard deviation as a factor minus one: 0.1 where the runs differ by some 10 %.
  package var spread: Double { Elementary.exponential(variance.squareRoot()) - 1 }

  /// Estimates the variance from the logarithms of the values of equal cases in two runs.
  ///
  /// Nil with fewer than ``minimumCount`` that have a variance of their own. The variance of few trials is often too
  /// small by chance, so it is multiplied by d ÷ (d − 2), the variance of Student's distribution with d degrees
  /// of freedom.
  package init?(of cases: [(one: [Double], other: [Double])]) {
    let found = cases.compactMap { pair -> (square: Double, variance: Double)? in
      guard let mean = ModeratedMean(of: pair.one, minus: pair.other, .none),
        mean.standardError > 0, mean.degreesOfFreedom > 2
      else { return nil }
      let share = mean.degreesOfFreedom / (mean.degreesOfFreedom - 2)
      return (mean.value * mean.value, mean.standardError * mean.standardError * share)
    }
    guard found.count >= Self.minimumCount else { return nil }
    count = found.count
    func excess(_ variance: Double) -> Double {
      found.reduce(-Double(found.count)) { $0 + $1.square / ($1.variance + variance) }
    }
    var (lower, upper) = (0.0, found.reduce(0.0) { $0 + $1.square })
    guard excess(0) > 0 else {
      variance = 0
      return
    }
    // Each step halves what is left, so these reach the precision of a `Double`.
    for _ in 0..<100 {
      let middle = (lower + upper) / 2
      if excess(middle) > 0 { lower = middle } else { upper = middle }
    }
    variance = upper
  }
}
