extension JSONScanner {
  /// The maximum length of a text in bytes; names and command lines are far shorter.
  static let maximumTextBytes = 1 << 20

  /// Reads a text in quotation marks.
  ///
  /// A NUL is refused also as an escape: the database would end the text there.
  mutating func string() throws(ReferenceError) -> String {
    guard next() == UInt8(ascii: "\"") else { throw expected("a text in quotation marks") }
    let start = position + 1
    var end = start
    var hasEscape = false
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      if bytes[end] < 0x20 {
        position = end
        throw expected("a visible character or an escape")
      }
      guard bytes[end] == UInt8(ascii: "\\") else {
        end += 1
        continue
      }
      guard !bytes[end...].starts(with: Self.escapedNUL) else {
        throw .problem(.controlCharacter(code: 0), at: place(of: end))
      }
      hasEscape = true
      // An escaped quotation mark does not end the text.
      end += 2
    }
    guard end < bytes.count else { throw expected("a closing quotation mark") }
    guard end - start <= Self.maximumTextBytes else {
      throw fault(.tooLong("The text", limit: Self.maximumTextBytes))
    }
    let raw = bytes[start..<end]
    guard let text = String(validating: raw, as: UTF8.self) else { throw notUTF8(raw) }
    let result = hasEscape ? try unescaped(text) : text
    position = end + 1
    return result
  }

  private static let escapedNUL = Array("\\u0000".utf8)

  private func notUTF8(_ raw: ArraySlice<UInt8>) -> ReferenceError {
    let bad = firstInvalidByte(in: raw) ?? raw.startIndex
    return .problem(.notUTF8(byte: bytes[bad]), at: place(of: bad))
  }

  private func unescaped(_ text: String) throws(ReferenceError) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        result.append(scalar)
        continue
      }
      guard let escaped = rest.popFirst(), let scalar = Self.scalar(escapedAs: escaped, &rest)
      else { throw expected("a text with valid escapes") }
      result.append(scalar)
    }
    return String(result)
  }

  private static func scalar(
    escapedAs letter: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
  ) -> Unicode.Scalar? {
    switch letter {
    case "\"", "\\", "/": return letter
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      guard let unit = hexadecimal(&rest) else { return nil }
      guard (0xD800..<0xE000).contains(unit) else { return Unicode.Scalar(unit) }
      // Half of a surrogate pair is not a character.
      guard unit < 0xDC00, rest.popFirst() == "\\", rest.popFirst() == "u",
        let low = hexadecimal(&rest), (0xDC00..<0xE000).contains(low)
      else { return nil }
      return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    default: return nil
    }
  }

  private static func hexadecimal(_ rest: inout Substring.UnicodeScalarView) -> UInt32? {
    var number: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = rest.popFirst(), digit.isASCII,
        let value = Character(digit).hexDigitValue
      else { return nil }
      number = number << 4 | UInt32(value)
    }
    return number
  }
}

/// The index of the first byte that is not valid UTF-8; nil when all bytes are.
func firstInvalidByte(in bytes: ArraySlice<UInt8>) -> Int? {
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var position = bytes.startIndex
  while true {
    switch decoder.decode(&iterator) {
    case .scalarValue(let scalar): position += UTF8.width(scalar)
    case .emptyInput: return nil
    case .error: return position
    }
  }
}
