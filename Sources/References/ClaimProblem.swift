/// What can be wrong with a file of a claim or of advice, besides unknown names.
package enum ClaimProblem: Equatable, Sendable {
  /// The file is not JSON, or a key is missing, or a value is of the wrong kind.
  case json(ExternalProblem)
  /// Two keys exclude each other.
  case conflict(String, with: String)
  /// A rule has none of the keys that state a bound.
  case noBound(allowed: [String])
  /// The first rule of an answer does not compare two implementations.
  case noComparison
  /// A sentence has a place for a rule that is not there.
  case noSuchRule(Int)
  /// The names of the two cases are not two.
  case notTwoNames
  /// A range is not two numbers in ascending order.
  case badRange
  /// A key that only says that something applies is not `true`.
  case notTrue

  var fault: String {
    switch self {
    case .json(let problem): problem.fault
    case .conflict(let key, let other):
      "\(quoted(key)) and \(quoted(other)) exclude each other."
    case .noBound: "The rule has no bound."
    case .noComparison: "The first rule compares no implementation with another."
    case .noSuchRule(let rule): "The sentence has a place for rule \(rule), which is not there."
    case .notTwoNames: "The names are not two texts."
    case .badRange: "The range is not two numbers in ascending order."
    case .notTrue: "The value is not true."
    }
  }

  var remedy: String {
    switch self {
    case .json: "templates/claims/README.md describes the keys of a claim."
    case .conflict: "Remove one of them."
    case .noBound(let allowed): "Add one of \(allowed.joined(separator: ", "))."
    case .noComparison:
      "Begin with a rule that has \"over\" or \"minus\" with another runtime, or \"overVariant\"."
    case .noSuchRule: "Number the rules from 1."
    case .notTwoNames: "Write a name for each of the two cases that the first rule compares."
    case .badRange: "Write [lower, upper]."
    case .notTrue: "Write true, or remove the key."
    }
  }
}
