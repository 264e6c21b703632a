/// How much a case would have to differ for a comparison to detect it.
package struct MinimumDetectableEffect: Hashable, Sendable {
  /// The factor by which the case's values would have to grow to be found larger.
  ///
  /// Positive; less than one when they already are.
  package let growth: Double
  /// The divisor by which the case's values would have to shrink to be found smaller.
  ///
  /// Positive; less than one when they already are.
  package let shrinkage: Double

  package init(growth: Double, shrinkage: Double) {
    self.growth = growth
    self.shrinkage = shrinkage
  }

  /// The larger of the two: a difference by this factor is detected in either direction.
  ///
  /// At least 1 + band.
  package var minimumRatio: Double { max(growth, shrinkage) }
}

extension VerdictRule {
  /// How much the case of a ratio would have to differ for a verdict.
  ///
  /// If all values of the case were g times as large, so would be its ratio and both bounds. The case
  /// is found larger when the lower bound exceeds 1 + band, smaller when the upper bound falls below
  /// 1/(1 + band).
  ///
  /// Nil when no factor would help: no ratio, no interval, or a bound of zero.
  package func minimumDetectableEffect(of ratio: Ratio?) -> MinimumDetectableEffect? {
    guard let interval = ratio?.estimate.interval, interval.lower > 0 else { return nil }
    let growth = (1 + band) / interval.lower
    let shrinkage = interval.upper * (1 + band)
    guard growth.isFinite, shrinkage.isFinite else { return nil }
    return MinimumDetectableEffect(growth: growth, shrinkage: shrinkage)
  }
}
