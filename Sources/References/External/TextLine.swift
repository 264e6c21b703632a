import BenchmarkModel

/// A line of a text that a tool printed, without its line break.
struct TextLine {
  let text: Substring
  let place: ReferencePlace

  /// The maximum size of a text that is read as a whole in bytes.
  static let maximumTextBytes = 16 << 20

  /// The lines of a file.
  static func lines(of bytes: [UInt8], path: String) throws(ReferenceError) -> [TextLine] {
    guard bytes.count <= maximumTextBytes else {
      throw .problem(
        .fileTooLarge(byteCount: bytes.count, limit: maximumTextBytes),
        at: ReferencePlace(path, .file))
    }
    if let bad = firstInvalidByte(in: bytes[...]) ?? bytes.firstIndex(of: 0) {
      let before = bytes[..<bad]
      let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
      let problem: ReferenceProblem =
        bytes[bad] == 0 ? .controlCharacter(code: 0) : .notUTF8(byte: bytes[bad])
      throw .problem(problem, at: ReferencePlace(path, .line(line)))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated().map { TextLine(text: $1, place: ReferencePlace(path, .line($0 + 1))) }
  }

  /// The words between white space.
  var words: [Substring] { text.split(whereSeparator: \.isWhitespace) }

  /// What follows a label at the beginning of the line, without white space around both; nil for another
  /// line.
  func value(after label: String) -> Substring? {
    let line = text.drop(while: \.isWhitespace)
    guard line.hasPrefix(label) else { return nil }
    return line.dropFirst(label.count).drop(while: \.isWhitespace)
  }

  func fault(_ problem: ExternalProblem) -> ReferenceError {
    .problem(.external(problem), at: place)
  }

  /// A number in the normalized form of a unit, or what stands in its place.
  func quantityOrGap(_ text: Substring, in unit: ExternalUnit) throws(ReferenceError) -> NumberOrGap
  {
    if NoValue.isWord(String(text)) { return .gap(text.isEmpty ? "an empty text" : String(text)) }
    let bytes = Array(text.utf8)
    guard let (value, end) = DecimalNumber.read(bytes.span, from: 0, isJSON: false),
      end == bytes.count, let value
    else {
      throw fault(
        .malformedResult(reason: "\(quoted(String(text))) is not a finite decimal number"))
    }
    if let problem = unit.problem(with: value) { throw fault(problem) }
    return .number(value * unit.factor)
  }
}
