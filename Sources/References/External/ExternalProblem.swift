/// What can be wrong with a file of another tool's results.
package enum ExternalProblem: Equatable, Sendable {
  /// The file is of none of the known formats.
  case unknownFormat(allowed: [String])
  /// The file could be of several formats.
  case ambiguousFormat([String])
  /// The document breaks the grammar of JSON.
  case malformedJSON(expected: String)
  /// Values lie deeper inside one another than any tool nests them.
  case tooDeep(limit: Int)
  /// An object has a key twice, so that it is not known which value counts.
  case duplicateKey(String)
  /// A value is of another kind than it must be.
  case wrongKind(expected: String, found: String)
  /// An object lacks a key.
  case missingKey(String)
  /// A number that no result can have.
  case unusableNumber(String, because: String)
  /// A word that is not among those which the format has.
  case unknownWord(String, allowed: [String])
  /// Two lists that belong together have different lengths.
  case unequalLengths(String, Int, String, Int)
  /// A line that begins like a result goes on as none.
  case malformedResult(reason: String)
  /// The file has no result in it.
  case noResults
  /// The file has more different results than are read.
  case tooManyResults(limit: Int)
  /// A result has more values than are read, or a text more bytes.
  case tooLong(String, limit: Int)
  /// A mapping names a metric of ours whose unit is another than that of the result.
  case otherUnit(metric: String, expected: String, found: String)

  var fault: String {
    switch self {
    case .unknownFormat: "The file is of no known format."
    case .ambiguousFormat(let formats):
      "The file could be of the formats \(formats.joined(separator: " and "))."
    case .malformedJSON(let expected): "This is not JSON: \(expected) is expected here."
    case .tooDeep(let limit): "Values lie more than \(limit) deep in one another."
    case .duplicateKey(let key): "The object has the key \(quoted(key)) twice."
    case .wrongKind(let expected, let found): "Here stands \(found), not \(expected)."
    case .missingKey(let key): "The object lacks the key \(quoted(key))."
    case .unusableNumber(let text, let because): "\(quoted(text)) \(because)."
    case .unknownWord(let word, _): "\(quoted(word)) is not known here."
    case .unequalLengths(let one, let count, let other, let otherCount):
      "\(quoted(one)) has \(count) values, but \(quoted(other)) has \(otherCount)."
    case .malformedResult(let reason): "The line begins as a result does, but \(reason)."
    case .noResults: "The file has no result in it."
    case .tooManyResults(let limit): "The file has more than \(limit) different results."
    case .tooLong(let what, let limit): "\(what) is longer than \(limit)."
    case .otherUnit(let metric, let expected, let found):
      "The mapping calls this \(quoted(metric)), which is in \(expected), but it is in \(found)."
    }
  }

  var remedy: String {
    switch self {
    case .unknownFormat(let allowed), .unknownWord(_, let allowed):
      "Allowed: \(allowed.joined(separator: ", "))."
    case .ambiguousFormat: "Say which with --format."
    case .malformedJSON, .duplicateKey, .missingKey, .wrongKind, .unequalLengths:
      "Export the results again, or name the right format with --format."
    case .tooDeep: "Export the results again."
    case .unusableNumber: "Leave the result out, or measure it again."
    case .malformedResult:
      "Keep what the benchmark prints apart from its result, or remove the line."
    case .noResults: "Name a file with results."
    case .tooManyResults, .tooLong: "Split it."
    case .otherUnit: "Name a metric of the same unit, or none."
    }
  }
}
