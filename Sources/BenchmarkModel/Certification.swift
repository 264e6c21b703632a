/// How the trials of a run that certifies verdicts are told apart.
///
/// Such a run measures each of its cases against itself. Its blocks come in repetitions of twice
/// ``trialsPerSide``; in each of these the even blocks are one side of a comparison and the odd
/// blocks the other. Every case appears once in a block, so a repetition holds a whole comparison of
/// each case with itself, and a drift of the machine hits both sides alike.
///
/// Of some cases there is a second one with ``addedWork`` more of one parameter. Its first side of a
/// repetition against the other case's second is a comparison with a known difference.
package enum Certification {
  /// The name that stands in place of a preset's.
  package static let preset = "certify"

  /// The trials on each side of a comparison: what preset `standard` gives a case, six to twenty.
  package static let trialsPerSide = 10

  /// The least number of comparisons of a case with itself in a run.
  package static let fewestComparisons = 100

  /// The share by which the work of the larger of two cases is more than that of the smaller.
  package static let addedWork = 0.10

  /// One of the two sides of a comparison.
  package enum Side: Sendable {
    /// The even blocks.
    case first
    /// The odd blocks.
    case second
  }

  /// The repetitions of a plan with so many cases, at least one.
  package static func repetitions(ofCases count: Int) -> Int {
    (fewestComparisons + count - 1) / count
  }

  /// The blocks of a plan with so many cases.
  package static func blocks(ofCases count: Int) -> Int {
    repetitions(ofCases: count) * 2 * trialsPerSide
  }

  /// The repetition that a block belongs to, counted from 0.
  package static func repetition(ofBlock block: Int) -> Int { block / (2 * trialsPerSide) }

  /// The side that a block belongs to.
  package static func side(ofBlock block: Int) -> Side {
    block.isMultiple(of: 2) ? .first : .second
  }

  /// Whether a case is another one with ``addedWork`` more of one parameter.
  package static func isLarger(_ one: Case, than other: Case) -> Bool {
    guard one.implementation == other.implementation,
      one.parameters.map(\.name) == other.parameters.map(\.name)
    else { return false }
    let differing = zip(one.parameters, other.parameters).filter { $0 != $1 }
    guard let (more, less) = differing.first, differing.count == 1 else { return false }
    return more.value * 10 == less.value * 11
  }
}
