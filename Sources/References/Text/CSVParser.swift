/// A line of a file, split into fields.
struct CSVRecord: Equatable {
  let line: Int
  let fields: [String]
}

/// Splits a file into records, one line at a time.
///
/// The format is RFC 4180 in UTF-8, stricter in two points. A record is one line: a quoted field may
/// contain commas and doubled quotation marks but no line break, so an open quotation mark is reported
/// on its line, and tools that search and compare by line show whole records. Invisible characters,
/// including tabs, are refused. Lines end in LF or CRLF, which the last one may omit, and a byte order
/// mark at the beginning is skipped. This is our own parser because no library reports the line and
/// character of a fault.
struct CSVParser {
  /// The maximum size of a file in bytes; published numbers are typed by hand.
  static let maximumFileBytes = 64 << 20
  /// The maximum length of a line in bytes.
  static let maximumLineBytes = 64 << 10
  /// The maximum length of a field in bytes.
  static let maximumFieldBytes = 4096

  private let path: String
  private var rest: ArraySlice<UInt8>
  private var line = 0

  init(_ bytes: [UInt8], path: String) throws(ReferenceError) {
    guard bytes.count <= Self.maximumFileBytes else {
      throw .problem(
        .fileTooLarge(byteCount: bytes.count, limit: Self.maximumFileBytes),
        at: ReferencePlace(path, .file)
      )
    }
    self.path = path
    rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  }

  /// The next record; nil at the end of the file.
  ///
  /// - Throws: What is wrong with the line; the following lines can still be read.
  mutating func next() throws(ReferenceError) -> CSVRecord? {
    guard !rest.isEmpty else { return nil }
    line += 1
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    var content = rest[..<end]
    rest = rest[end...].dropFirst()
    if content.last == UInt8(ascii: "\r") { content.removeLast() }
    guard !content.isEmpty else {
      throw .problem(.blankLine, at: ReferencePlace(path, .line(line)))
    }
    guard content.count <= Self.maximumLineBytes else {
      throw .problem(
        .lineTooLong(limit: Self.maximumLineBytes),
        at: ReferencePlace(path, .line(line))
      )
    }
    try refuseUnreadable(content)
    return CSVRecord(line: line, fields: try fields(of: content))
  }

  /// Makes sure that the line is UTF-8 and that every character of it can be seen.
  private func refuseUnreadable(_ content: ArraySlice<UInt8>) throws(ReferenceError) {
    guard !content.allSatisfy({ (0x20...0x7E).contains($0) }) else { return }
    var decoder = UTF8()
    var bytes = content.makeIterator()
    var offset = content.startIndex
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar) where scalar.isInvisible:
        throw fault(.controlCharacter(code: scalar.value), in: content, at: offset)
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .error: throw fault(.notUTF8(byte: content[offset]), in: content, at: offset)
      case .emptyInput: return
      }
    }
  }

  private func fields(of content: ArraySlice<UInt8>) throws(ReferenceError) -> [String] {
    var fields: [String] = []
    var position = content.startIndex
    while true {
      let start = position
      let isQuoted = start < content.endIndex && content[start] == quotationMark
      let text =
        isQuoted
        ? try quotedText(in: content, from: &position)
        : try plainText(in: content, from: &position)
      guard text.count <= Self.maximumFieldBytes else {
        throw fault(.fieldTooLong(limit: Self.maximumFieldBytes), in: content, at: start)
      }
      fields.append(String(decoding: text, as: UTF8.self))
      guard position < content.endIndex else { return fields }
      position += 1
    }
  }

  /// Reads up to the next comma or the end of the line.
  private func plainText(
    in content: ArraySlice<UInt8>,
    from position: inout Int
  ) throws(ReferenceError) -> ArraySlice<UInt8> {
    let end = content[position...].firstIndex(of: comma) ?? content.endIndex
    let text = content[position..<end]
    if let mark = text.firstIndex(of: quotationMark) {
      throw fault(.strayQuote, in: content, at: mark)
    }
    position = end
    return text
  }

  /// Reads from an opening quotation mark past the one that closes the field.
  private func quotedText(
    in content: ArraySlice<UInt8>,
    from position: inout Int
  ) throws(ReferenceError) -> ArraySlice<UInt8> {
    let opening = position
    var text: ArraySlice<UInt8> = []
    position += 1
    while let mark = content[position...].firstIndex(of: quotationMark) {
      text += content[position..<mark]
      position = mark + 1
      if position == content.endIndex || content[position] == comma { return text }
      guard content[position] == quotationMark else {
        throw fault(.strayQuote, in: content, at: mark)
      }
      text.append(quotationMark)
      position += 1
    }
    throw fault(.unterminatedQuote, in: content, at: opening)
  }

  private func fault(
    _ problem: ReferenceProblem,
    in content: ArraySlice<UInt8>,
    at index: Int
  ) -> ReferenceError {
    let character = String(decoding: content[..<index], as: UTF8.self).unicodeScalars.count + 1
    return .problem(problem, at: ReferencePlace(path, .character(character, line: line)))
  }
}

private let comma = UInt8(ascii: ",")
private let quotationMark = UInt8(ascii: "\"")
