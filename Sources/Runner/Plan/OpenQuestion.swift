package import BenchmarkModel
import Statistics

/// A comparison or the rule of a claim that the trials so far have not decided, or not confirmed.
package struct OpenQuestion: Sendable, Equatable {
  /// The cases whose further trials would help.
  package var cases: [Case]
  /// Whether it is a headline comparison rather than the rule of a claim.
  package var isHeadline: Bool
  /// The number of blocks behind the estimate.
  package var blocks: Int
  /// Half the width of the interval, on a logarithmic scale; nil without an interval, and for a verdict that is
  /// not confirmed.
  package var logHalfWidth: Double?
  /// The distance from the estimate to the nearest edge that the interval must not reach; nil without an
  /// estimate.
  package var logDistance: Double?

  package init(
    cases: [Case], isHeadline: Bool, blocks: Int, logHalfWidth: Double?, logDistance: Double?
  ) {
    self.cases = cases
    self.isHeadline = isHeadline
    self.blocks = blocks
    self.logHalfWidth = logHalfWidth
    self.logDistance = logDistance
  }

  /// How many standard errors half the interval is: the normal quantile of 99.5 %, for a level of 95 % shared
  /// by five looks.
  private static let reach = 2.576

  /// The probability that the interval decides after so many more blocks.
  ///
  /// With n′ instead of n blocks, the half-width w becomes w √(n/n′). The estimate moves by a normal
  /// deviation with the standard error times √(1 − n/n′), which is its predictive distribution if nothing
  /// was known before. The interval decides if the estimate is then farther than the half-width from the
  /// edge. Without an interval, one half.
  ///
  /// It is an approximation: the degrees of freedom, too, grow with the number of blocks. It only ranks
  /// questions; no verdict depends on it.
  func chance(after more: Int) -> Double {
    guard let logHalfWidth, let logDistance, blocks > 0 else { return 0.5 }
    let kept = Double(blocks) / Double(blocks + more)
    let halfWidth = logHalfWidth * kept.squareRoot()
    let movement = logHalfWidth / Self.reach * (1 - kept).squareRoot()
    guard movement > 0 else { return logDistance > halfWidth ? 1 : 0 }
    return Normal.share(above: (halfWidth - logDistance) / movement)
  }

  /// How many more blocks it takes if the estimate stays as it is; nil without an interval, and when no
  /// number suffices.
  var blocksNeeded: Double? {
    guard let logHalfWidth, let logDistance, logDistance > 0 else { return nil }
    let times = logHalfWidth / logDistance
    return max(1, Double(blocks) * (times * times - 1))
  }
}
