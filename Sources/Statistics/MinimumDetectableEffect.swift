/// How much a case would have had to differ before a comparison could have said so.
package struct MinimumDetectableEffect: Hashable, Sendable {
  /// The factor by which the case's values would have to grow for the verdict of more.
  ///
  /// Positive; less than one where the verdict is already there.
  package let growth: Double
  /// The divisor by which the case's values would have to shrink for the verdict of less.
  ///
  /// Positive; less than one where the verdict is already there.
  package let shrinkage: Double

  /// Makes it from both factors.
  package init(growth: Double, shrinkage: Double) {
    self.growth = growth
    self.shrinkage = shrinkage
  }

  /// The larger of both: a difference by this factor would have been seen either way.
  ///
  /// At least 1 + band.
  package var minimumRatio: Double { max(growth, shrinkage) }
}

extension VerdictRule {
  /// How much the case of a ratio would have to differ for a verdict.
  ///
  /// Were all values of the case g times as large, so would be its ratio and both bounds. The
  /// verdict of more comes when the lower bound passes 1 + band, the one of less when the upper
  /// passes 1/(1 + band).
  ///
  /// Nil where no factor would help: no ratio, no interval, too few trials, or a bound of zero.
  package func minimumDetectableEffect(of ratio: Ratio?) -> MinimumDetectableEffect? {
    guard let ratio, ratio.trialCount >= minimumTrials, let interval = ratio.estimate.interval,
      interval.lower > 0
    else { return nil }
    let growth = (1 + band) / interval.lower
    let shrinkage = interval.upper * (1 + band)
    guard growth.isFinite, shrinkage.isFinite else { return nil }
    return MinimumDetectableEffect(growth: growth, shrinkage: shrinkage)
  }
}
