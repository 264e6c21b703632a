import Platform
import Statistics

/// The logarithms of two cases' times in the same blocks.
struct BlockPair {
  var values: [Double]
  var baseline: [Double]

  var differences: [Double] { zip(values, baseline).map { $0 - $1 } }
}

/// A way to estimate the logarithm of a ratio from a number of blocks that was chosen in advance.
///
/// All but the last two were rejected; the README of the module Statistics says why.
enum RatioCandidate: String, CaseIterable {
  case ratioOfMedians = "ratio of medians, unpaired"
  case medianOfRatios = "median of block ratios"
  case hodgesLehmann = "Hodges–Lehmann"
  case student = "t"
  case trimmed = "t, trimmed by a fifth"
  case sequence = "confidence sequence"
  case moderated = "t, moderated"
  case looks = "t, moderated, for 5 looks"

  /// The bounds; nil when the blocks are too few for the level of 95 %.
  func bounds(_ pair: BlockPair, _ prior: VariancePrior) throws -> Bounds? {
    let differences = pair.differences
    switch self {
    case .ratioOfMedians:
      let sides = try [pair.values, pair.baseline].map { logarithms in
        try Sample(trials: logarithms.map { [exp($0)] })
      }
      guard
        differences.count >= 6,
        let interval = Bootstrap(seed: 1).ratio(of: sides[0], to: sides[1])?.estimate.interval
      else { return nil }
      return (log(interval.lower), log(interval.upper))
    case .medianOfRatios:
      return Self.bounds(of: differences.sorted(), Self.binomial(differences.count))
    case .hodgesLehmann:
      return Self.bounds(of: Self.averages(differences), Self.signedRanks(differences.count))
    case .student:
      return Self.bounds(differences, .none)
    case .trimmed:
      return Self.trimmed(differences.sorted())
    case .sequence:
      return ConfidenceSequence(prior: prior, error: 0.05).bounds(differences)
    case .moderated:
      return Self.bounds(differences, prior)
    case .looks:
      return Self.bounds(differences, prior, lookCount: ModeratedInterval.looks.count)
    }
  }

  /// What the candidate estimates, from very many differences of the two cases and their parts.
  func target(_ pair: BlockPair) -> Double {
    let sorted = pair.differences.sorted()
    switch self {
    case .ratioOfMedians: return middle(pair.values.sorted()) - middle(pair.baseline.sorted())
    case .medianOfRatios: return middle(sorted)
    case .hodgesLehmann:
      let differences = pair.differences
      let half = differences.count / 2
      return middle((0..<half).map { (differences[$0] + differences[$0 + half]) / 2 }.sorted())
    case .trimmed:
      let cut = sorted.count / 5
      let kept = sorted[cut..<(sorted.count - cut)]
      return kept.reduce(0, +) / Double(kept.count)
    case .student, .sequence, .moderated, .looks: return 0
    }
  }
}

func middle(_ sorted: [Double]) -> Double { Quantile.value(at: 0.5, ofSorted: sorted) }

// MARK: - The formulas of the candidates

extension RatioCandidate {
  static func bounds(
    _ values: [Double], _ prior: VariancePrior, error: Double = 0.05, lookCount: Int = 1
  ) -> Bounds? {
    ModeratedInterval(prior: prior, level: 1 - error, lookCount: lookCount).interval(of: values)
      .map { ($0.lower, $0.upper) }
  }

  /// The interval of a trimmed mean from the winsorized variance.
  ///
  /// Source: J. W. Tukey and D. H. McLaughlin, "Less vulnerable confidence and significance procedures
  /// for location based on a single sample", Sankhyā A 25 (1963).
  private static func trimmed(_ sorted: [Double]) -> Bounds? {
    let cut = sorted.count / 5
    let kept = Array(sorted[cut..<(sorted.count - cut)])
    let ends =
      Array(repeating: kept[0], count: cut) + kept
      + Array(repeating: kept[kept.count - 1], count: cut)
    let mean = kept.reduce(0, +) / Double(kept.count)
    let center = ends.reduce(0, +) / Double(ends.count)
    let squares = ends.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    // Student's interval of the values kept has the right quantile, and the wrong variance.
    let keptSquares = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard let plain = bounds(kept, .none), keptSquares > 0 else { return nil }
    let half = (plain.upper - plain.lower) / 2 * (squares / keptSquares).squareRoot()
    return (mean - half, mean + half)
  }

  /// The averages of all pairs, each value with itself included, in ascending order.
  private static func averages(_ values: [Double]) -> [Double] {
    values.indices.flatMap { index in values[index...].map { ($0 + values[index]) / 2 } }.sorted()
  }

  /// The values at either end that the interval leaves out, by the distribution of their number.
  private static func bounds(
    of sorted: [Double], _ shares: [Double]
  ) -> Bounds? {
    var (sum, left) = (0.0, 0)
    while sum + shares[left] <= 0.025 {
      sum += shares[left]
      left += 1
    }
    return left > 0 ? (sorted[left - 1], sorted[sorted.count - left]) : nil
  }

  private static func binomial(_ count: Int) -> [Double] {
    (0..<count).reduce([1.0]) { shares, _ in
      zip(shares + [0], [0] + shares).map { ($0 + $1) / 2 }
    }
  }

  private static func signedRanks(_ count: Int) -> [Double] {
    (1...count).reduce([1.0]) { shares, rank in
      let zeros = Array(repeating: 0.0, count: rank)
      return zip(shares + zeros, zeros + shares).map { ($0 + $1) / 2 }
    }
  }
}
