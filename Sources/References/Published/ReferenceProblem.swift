package import BenchmarkModel

/// What can be wrong with a file that is read strictly.
package enum ReferenceProblem: Equatable, Sendable, CustomStringConvertible {
  /// A closed list of names, one of which a value must be.
  package enum Vocabulary: String, Equatable, Sendable {
    /// The columns of a file.
    case column
    /// Units as printed.
    case unit
    /// Units that values are normalized to.
    case normalizedUnit = "normalized unit"
    /// How exact a number is stated to be.
    case qualifier
    /// Which statistic a number is.
    case statistic
    /// How much a source is trusted.
    case trust = "degree of trust"
    /// Variants of a runtime.
    case variant
    /// How a published program compares with the contract.
    case contract
    /// The identifiers in the file of sources.
    case source
    /// The runtimes of the report.
    case runtime
    /// The workloads of the catalog.
    case workload
    /// The metrics of the report.
    case metric
    /// The keys of a JSON object.
    case key
  }

  /// The form of a field without a closed list.
  package enum Shape: Equatable, Sendable {
    /// A decimal number that is not negative.
    case number
    /// Words of lower-case letters and digits joined by hyphens.
    case identifier
    /// An http or https address.
    case address
    /// An ISO 8601 date, or the known part of one.
    case date
    /// Whole numbers by name.
    case parameters
    /// Whole numbers with points between them.
    case version
  }

  /// The file exceeds the maximum size.
  case fileTooLarge(byteCount: Int, limit: Int)
  /// The file has no line.
  case emptyFile(columns: [String])
  /// A byte is not part of a valid UTF-8 sequence.
  case notUTF8(byte: UInt8)
  /// A quoted field is not closed on its line.
  case unterminatedQuote
  /// A quotation mark is in a place where none is allowed.
  case strayQuote
  /// A character that no text needs: a control, a line separator or a direction mark.
  case controlCharacter(code: UInt32)
  /// A line exceeds the maximum length.
  case lineTooLong(limit: Int)
  /// A field exceeds the maximum length.
  case fieldTooLong(limit: Int)
  /// A line is empty.
  case blankLine
  /// A line has more or fewer fields than the header.
  case wrongColumnCount(found: Int, expected: Int)
  /// The header lacks columns.
  case missingColumns([String])
  /// The header names a column twice.
  case duplicateColumn(String)
  /// A field is empty; the placeholder is what to write when there is nothing to state.
  case emptyField(placeholder: String?)
  /// A field begins or ends with white space.
  case surroundingSpace(value: String)
  /// A field does not have the form that its column requires.
  case malformed(Shape, value: String)
  /// A name is not on the list.
  case unknownName(Vocabulary, value: String, allowed: [String])
  /// An identifier is already used on an earlier line.
  case duplicateID(String, firstLine: Int)
  /// A unit does not match another field.
  case wrongUnit(value: String, expected: String, because: String)
  /// The normalized value does not follow from the printed one.
  case wrongConversion(value: String, printed: String, possible: [String])
  /// The description of the difference does not match the kind of contract.
  case wrongDifference(contract: ContractMatch.Kind)
  /// A file of a claim cannot be used.
  case claim(ClaimProblem)
  /// A file of another tool's results cannot be used.
  case external(ExternalProblem)
  /// A file that describes runtimes cannot be used.
  case runtime(RuntimeProblem)
  /// A file that describes a site cannot be used.
  case site(SiteProblem)

  /// What is wrong and how to fix it.
  package var description: String { "\(fault) \(remedy)" }

  private var fault: String {
    switch self {
    case .fileTooLarge(let byteCount, let limit):
      "The file has \(byteCount) bytes; the maximum is \(limit)."
    case .emptyFile: "The file is empty."
    case .notUTF8(let byte): "Byte 0x\(hexadecimal(UInt32(byte), digits: 2)) is not UTF-8."
    case .unterminatedQuote: "The quotation mark is not closed on its line."
    case .strayQuote: "A quotation mark may only enclose a whole field."
    case .controlCharacter(let code):
      "The invisible character U+\(hexadecimal(code, digits: 4)) is not allowed."
    case .lineTooLong(let limit): "The line has more than \(limit) bytes."
    case .fieldTooLong(let limit): "The field has more than \(limit) bytes."
    case .blankLine: "The line is blank."
    case .wrongColumnCount(let found, let expected):
      "The line has \(found) fields, but the header names \(expected) columns."
    case .missingColumns(let names): "The header lacks \(list(names))."
    case .duplicateColumn(let name): "The header names \(quoted(name)) twice."
    case .emptyField: "The field is empty."
    case .surroundingSpace(let value): "\(quoted(value)) begins or ends with white space."
    case .malformed(let shape, let value): "\(quoted(value)) is not \(shape.noun)."
    case .unknownName(let vocabulary, let value, _):
      "\(quoted(value)) is not a known \(vocabulary.rawValue)."
    case .duplicateID(let id, let line): "\(quoted(id)) is already the id of line \(line)."
    case .wrongUnit(let value, _, let because): "\(quoted(value)) does not match: \(because)."
    case .wrongConversion(let value, let printed, _):
      "\(quoted(value)) does not follow from \(printed)."
    case .wrongDifference(.same): "With the contract \"same\" there is no difference to describe."
    case .wrongDifference(let contract):
      "The contract \"\(contract.rawValue)\" requires a description of the difference."
    case .claim(let problem): problem.fault
    case .external(let problem): problem.fault
    case .runtime(let problem): problem.fault
    case .site(let problem): problem.fault
    }
  }

  private var remedy: String {
    switch self {
    case .fileTooLarge: "Split the file."
    case .emptyFile(let columns): "Start it with the header \(columns.joined(separator: ","))"
    case .notUTF8: "Save the file as UTF-8."
    case .unterminatedQuote:
      "Close it, double every quotation mark inside the field, and keep the record on one line."
    case .strayQuote: "Enclose the field and double every quotation mark inside it."
    case .controlCharacter, .blankLine: "Remove it."
    case .lineTooLong, .fieldTooLong: "Shorten it."
    case .wrongColumnCount: "Enclose a field that contains a comma in quotation marks."
    case .missingColumns(let names): names.count == 1 ? "Add it." : "Add them."
    case .duplicateColumn: "Remove one."
    case .emptyField(nil): "Fill it in."
    case .emptyField(let placeholder?): "Fill it in or write \(quoted(placeholder))."
    case .surroundingSpace: "Remove the white space."
    case .malformed(let shape, _): shape.remedy
    case .unknownName(_, let value, let allowed): suggestion(for: value, among: allowed)
    case .duplicateID: "Give each record a unique id."
    case .wrongUnit(_, let expected, _): "Write \(quoted(expected))."
    case .wrongConversion(_, _, let possible):
      "Write \(possible.joined(separator: " or "))."
    case .wrongDifference(.same): "Write \"none\", or change the contract."
    case .wrongDifference: "Describe it in a sentence, or change the contract."
    case .claim(let problem): problem.remedy
    case .external(let problem): problem.remedy
    case .runtime(let problem): problem.remedy
    case .site(let problem): problem.remedy
    }
  }
}

extension ReferenceProblem.Shape {
  fileprivate var noun: String {
    switch self {
    case .number: "a number"
    case .identifier: "an identifier"
    case .address: "a web address"
    case .date: "a date"
    case .parameters: "a list of parameters"
    case .version: "a version"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .number:
      "Write digits with at most one decimal point and no sign, for example 213.6 or 1e9."
    case .identifier: "Use a-z, 0-9 and single hyphens between them, for example pkolaczk-2023."
    case .address: "Write it starting with http:// or https://, percent-encoded if necessary."
    case .date:
      "Write 2024, 2024-12 or 2024-12-01, optionally followed by a space and an explanation, or \"not "
        + "stated\"."
    case .parameters:
      "Write name=whole number, separated by single spaces, for example tasks=100000, or \"none\"."
    case .version: RuntimeText.toolchain.remedy
    }
  }
}

/// The nearest valid name and the list of all names; a long list is shortened.
private func suggestion(for value: String, among allowed: [String]) -> String {
  let shown = 30
  let names = allowed.prefix(shown).joined(separator: ", ")
  let rest = allowed.count > shown ? " and \(allowed.count - shown) more" : ""
  let nearest = nearestName(to: value, in: allowed).map { "Did you mean \(quoted($0))? " } ?? ""
  return allowed.isEmpty ? "There are none." : "\(nearest)Allowed: \(names)\(rest)."
}

private func list(_ names: [String]) -> String {
  names.map(quoted).joined(separator: ", ")
}

/// A text from a file in quotation marks, shortened and with invisible characters escaped.
func quoted(_ text: String) -> String {
  let shown = 60
  var result = "\""
  for scalar in text.unicodeScalars.prefix(shown) {
    switch scalar {
    case "\"", "\\": result += "\\\(scalar)"
    case _ where scalar.isInvisible: result += "\\u{\(hexadecimal(scalar.value, digits: 1))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + (text.unicodeScalars.count > shown ? "…\"" : "\"")
}

private func hexadecimal(_ number: UInt32, digits: Int) -> String {
  let text = String(number, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

extension Unicode.Scalar {
  /// Whether it is a control character, a line or paragraph separator, a direction mark, a byte order
  /// mark or a tag: invisible, and able to disguise the content of a line.
  var isInvisible: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    return switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: properties.isBidiControl || value == 0xFEFF || value >= 0xE0000
    default: false
    }
  }
}
