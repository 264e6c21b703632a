import Platform
import Statistics

/// How the logarithms of times vary between the processes of a case.
///
/// The sizes follow 30 processes each of four runtimes and eight workloads: standard deviations from
/// 0.16 to 0.56, of which about half the variance is common to the trials of a block, so that at six
/// blocks unpaired intervals have a half-width of about 0.5 and paired ones of about 0.3.
enum Noise: String, CaseIterable {
  case lognormal = "lognormal"
  /// An exponential tail to the right, with a skewness of 2.
  case skewed = "skewed"
  /// Three of ten values are twice as large.
  case twoModes = "two modes"
  /// The blocks wander.
  case drift = "drift"
  /// Student's t with three degrees of freedom.
  case heavyTails = "heavy tails"
  /// Standard deviations from a quarter of a percent to 0.4, as of memory: cases are hardly alike.
  case unlike = "unlike cases"

  /// The standard deviations that cases have, each equally likely, without what blocks share.
  var spreads: [Double] {
    self == .unlike ? [0.0025, 0.01, 0.03, 0.11, 0.4] : [0.11, 0.15, 0.21, 0.29, 0.40]
  }

  /// A deviation with the mean zero of a case with a standard deviation.
  func deviation(_ spread: Double, _ generator: inout SeededGenerator) -> Double {
    switch self {
    case .lognormal, .drift, .unlike: return spread * generator.normal()
    case .skewed: return spread * (-log(generator.uniform()) - 1)
    case .twoModes:
      let mode = generator.uniform() < 0.3 ? log(2.0) : 0
      return mode - 0.3 * log(2.0) + spread / 2 * generator.normal()
    case .heavyTails:
      let squares = (0..<3).reduce(0.0) { sum, _ in
        let score = generator.normal()
        return sum + score * score
      }
      return spread * generator.normal() / squares.squareRoot()
    }
  }

  /// What all cases of a block have in common, by the block.
  func shared(blocks: Int, _ generator: inout SeededGenerator) -> [Double] {
    var level = 0.0
    return (0..<blocks).map { _ in
      if self == .drift { level += 0.1 * generator.normal() }
      return level + 0.2 * generator.normal()
    }
  }

  /// Two cases with spreads in the same blocks.
  func pair(
    _ spreads: [Double], _ blocks: Int, isShared: Bool = true, _ generator: inout SeededGenerator
  ) -> BlockPair {
    let common =
      isShared ? shared(blocks: blocks, &generator) : Array(repeating: 0, count: blocks)
    return BlockPair(
      values: common.map { $0 + deviation(spreads[0], &generator) },
      baseline: common.map { $0 + deviation(spreads[1], &generator) })
  }
}

extension SeededGenerator {
  /// A number between 0 and 1, exclusive.
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992 }

  /// A standard normal number.
  ///
  /// Source: G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates",
  /// Annals of Mathematical Statistics 29 (1958).
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}
