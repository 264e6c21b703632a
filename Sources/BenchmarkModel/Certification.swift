/// How the trials of a run that certifies verdicts are assigned to comparisons.
///
/// Such a run compares each of its cases with itself. A repetition has twice ``trialsPerSide`` blocks;
/// its even blocks are one side of the comparison and its odd blocks the other. Every case appears once
/// in a block, so a repetition contains a complete comparison of each case with itself, and drift of
/// the machine affects both sides alike.
///
/// Some cases have a second version with ``addedWork`` more of one parameter. The first side of its
/// repetition against the second side of the original is a comparison with a known difference.
package enum Certification {
  /// The preset that such runs are stored under.
  package static let preset = "certify"

  /// The number of trials on each side of a comparison, within the six to twenty of preset `standard`.
  package static let trialsPerSide = 10

  /// The minimum number of comparisons of a case with itself in a run.
  package static let minimumComparisons = 100

  /// The share of additional work in the larger of two cases.
  package static let addedWork = 0.10

  /// One of the two sides of a comparison.
  package enum Side: Sendable {
    /// The even blocks.
    case first
    /// The odd blocks.
    case second
  }

  /// The number of repetitions in a plan for a number of cases, at least one.
  package static func repetitions(ofCases count: Int) -> Int {
    (minimumComparisons + count - 1) / count
  }

  /// The number of blocks in a plan for a number of cases.
  package static func blocks(ofCases count: Int) -> Int {
    repetitions(ofCases: count) * 2 * trialsPerSide
  }

  /// The repetition of a block, counted from 0.
  package static func repetition(ofBlock block: Int) -> Int { block / (2 * trialsPerSide) }

  package static func side(ofBlock block: Int) -> Side {
    block.isMultiple(of: 2) ? .first : .second
  }

  /// The blocks of a repetition in pairs, one of each side and the next of the other.
  package static func pairs(ofRepetition repetition: Int) -> [[Side: Int]] {
    (0..<trialsPerSide).map { index in
      let block = 2 * (repetition * trialsPerSide + index)
      return [.first: block, .second: block + 1]
    }
  }

  /// Whether a case is another case with ``addedWork`` more of one parameter.
  package static func isLarger(_ one: Case, than other: Case) -> Bool {
    guard one.implementation == other.implementation,
      one.parameters.map(\.name) == other.parameters.map(\.name)
    else { return false }
    let differing = zip(one.parameters, other.parameters).filter { $0 != $1 }
    guard let (more, less) = differing.first, differing.count == 1 else { return false }
    return more.value * 10 == less.value * 11
  }
}
