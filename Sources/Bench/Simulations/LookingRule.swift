import Platform
import Statistics

/// The lower and the upper bound of the logarithm of a ratio.
typealias Bounds = (lower: Double, upper: Double)

/// A way to decide after a number of blocks.
struct LookingRule {
  let name: String
  /// The tables of a run, whose comparisons are the like cases.
  var tables = 8
  var usesPrior = true
  /// Whether the comparisons of a table that are not yet found different share the error of 5 %.
  var sharesError = true
  /// Whether it decides only after the last block, in which all cases take part.
  var isFixed = false
  /// The numbers of blocks after which it decides; every one when empty.
  var looks: [Int] = []
  /// The bounds for an error; nil when there is none.
  let bounds:
    @Sendable (_ pair: BlockPair, _ prior: VariancePrior, _ error: Double) throws -> Bounds?

  static let all = [
    LookingRule(name: "t, moderated, each 5 % at each block", sharesError: false, bounds: student),
    LookingRule(name: "t, moderated, at each block", bounds: student),
    LookingRule(name: "O'Brien–Fleming for 48 blocks") { pair, prior, error in
      let share = obrienFleming(pair.values.count, error)
      return share > 1e-15 ? student(pair, prior, share) : nil
    },
    LookingRule(name: "confidence sequence", bounds: sequence),
    LookingRule(name: "confidence sequence, each 5 %", sharesError: false, bounds: sequence),
    LookingRule(name: "12 looks", looks: [2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 37, 48]) {
      student($0, $1, $2 / 12)
    },
    chosen,
    LookingRule(
      name: "5 looks, without a prior", usesPrior: false, looks: ModeratedInterval.looks,
      bounds: fiveLooks),
    LookingRule(
      name: "5 looks, four tables a run", tables: 4, looks: ModeratedInterval.looks,
      bounds: fiveLooks
    ),
  ]

  static let inTheSameTime = [
    LookingRule(
      name: "ratio of medians, unpaired, each 5 %", sharesError: false, isFixed: true
    ) { pair, prior, _ in try RatioCandidate.ratioOfMedians.bounds(pair, prior) },
    LookingRule(name: "t, moderated, one look", isFixed: true, bounds: student),
    LookingRule(name: "confidence sequence", bounds: sequence),
    chosen,
  ]

  private static let chosen = LookingRule(
    name: "5 looks: 3, 6, 18, 72, 288", looks: ModeratedInterval.looks, bounds: fiveLooks)

  @Sendable private static func student(
    _ pair: BlockPair, _ prior: VariancePrior, _ error: Double
  ) -> Bounds? {
    RatioCandidate.bounds(pair.differences, prior, error: error)
  }

  @Sendable private static func fiveLooks(
    _ pair: BlockPair, _ prior: VariancePrior, _ error: Double
  ) -> Bounds? {
    RatioCandidate.bounds(pair.differences, prior, error: error, lookCount: 5)
  }

  @Sendable private static func sequence(
    _ pair: BlockPair, _ prior: VariancePrior, _ error: Double
  ) -> Bounds? {
    ConfidenceSequence(prior: prior, error: error).bounds(pair.differences)
  }

  /// The two-sided share beyond b √(48/n).
  ///
  /// A Brownian motion exceeds b before the time 1 with twice the probability of exceeding it at that
  /// time. Source: P. C. O'Brien and T. R. Fleming, "A multiple testing procedure for clinical trials",
  /// Biometrics 35 (1979).
  private static func obrienFleming(_ blocks: Int, _ error: Double) -> Double {
    let bound = quantile(error / 2)
    return erfc(bound * (48 / Double(blocks)).squareRoot() / 2.0.squareRoot())
  }

  /// The score outside which a share of the standard normal distribution lies.
  private static func quantile(_ share: Double) -> Double {
    var (low, high) = (0.0, 8.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) > share { low = middle } else { high = middle }
    }
    return low
  }
}
