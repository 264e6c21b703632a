/// What can be wrong with a JSON document or a file of another tool's results.
package enum ExternalProblem: Equatable, Sendable {
  /// The file has none of the known formats.
  case unknownFormat(allowed: [String])
  /// The file could be of several formats.
  case ambiguousFormat([String])
  /// The file is of a tool whose results are not read.
  case unreadFormat(tool: String, remedy: String)
  /// The document violates the grammar of JSON.
  case malformedJSON(expected: String)
  /// Values are nested deeper than any tool nests them.
  case tooDeep(limit: Int)
  /// An object has a key twice, so it is ambiguous which value counts.
  case duplicateKey(String)
  /// A value has the wrong kind.
  case wrongKind(expected: String, found: String)
  /// An object lacks a key.
  case missingKey(String)
  /// A number is one that no result can have.
  case unusableNumber(String, because: String)
  /// A word is not one of those that the format defines.
  case unknownWord(String, allowed: [String])
  /// Two lists that belong together have different lengths.
  case unequalLengths(String, Int, String, Int)
  /// A line begins like a result but is malformed.
  case malformedResult(reason: String)
  /// The file contains no result.
  case noResults
  /// The file contains more different results than are read.
  case tooManyResults(limit: Int)
  /// A value or text exceeds a limit.
  case tooLong(String, limit: Int)
  /// A mapping assigns a metric of ours whose unit differs from that of the result.
  case otherUnit(metric: String, expected: String, found: String)

  var fault: String {
    switch self {
    case .unknownFormat: "The format of the file is unknown."
    case .ambiguousFormat(let formats):
      "The format of the file could be \(formats.joined(separator: " or "))."
    case .unreadFormat(let tool, _):
      "The file is a result of \(tool), which is not read yet."
    case .malformedJSON(let expected): "Malformed JSON: expected \(expected)."
    case .tooDeep(let limit): "Values are nested more than \(limit) deep."
    case .duplicateKey(let key): "The object has the key \(quoted(key)) twice."
    case .wrongKind(let expected, let found): "Expected \(expected), found \(found)."
    case .missingKey(let key): "The object lacks the key \(quoted(key))."
    case .unusableNumber(let text, let because): "\(quoted(text)) \(because)."
    case .unknownWord(let word, _): "Unknown word \(quoted(word))."
    case .unequalLengths(let one, let count, let other, let otherCount):
      "\(quoted(one)) has \(count) values, but \(quoted(other)) has \(otherCount)."
    case .malformedResult(let reason): "The line begins like a result, but \(reason)."
    case .noResults: "The file contains no result."
    case .tooManyResults(let limit): "The file contains more than \(limit) different results."
    case .tooLong(let what, let limit): "\(what) is longer than \(limit)."
    case .otherUnit(let metric, let expected, let found):
      "The mapping assigns \(quoted(metric)), which is in \(expected), but the result is in \(found)."
    }
  }

  var remedy: String {
    switch self {
    case .unknownFormat(let allowed), .unknownWord(_, let allowed):
      "Allowed: \(allowed.joined(separator: ", "))."
    case .ambiguousFormat: "Name it with --format."
    case .unreadFormat(_, let remedy): remedy
    case .malformedJSON, .duplicateKey, .missingKey, .wrongKind, .unequalLengths:
      "Export the results again, or name the correct format with --format."
    case .tooDeep: "Export the results again."
    case .unusableNumber: "Remove the result, or measure it again."
    case .malformedResult:
      "Print nothing else on the line of a result, or remove the line."
    case .noResults: "Name a file with results."
    case .tooManyResults, .tooLong: "Split the file."
    case .otherUnit: "Assign a metric with the same unit, or none."
    }
  }
}
