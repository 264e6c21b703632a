/// A value on a line of the trial protocol.
///
/// Numbers are never negative there. A whole number is one without point and exponent, kept to its last
/// digit, because an answer has 64 bits.
enum LineJSON: Equatable {
  case whole(UInt64)
  case number(Double)
  case text(String)
  case list([LineJSON])
  case object([String: LineJSON])
  /// `true`, `false`, `null` or a negative number, which no key of the protocol allows.
  case other
}

/// Reads one line strictly: RFC 8259 in UTF-8, without duplicate keys.
///
/// Foundation's decoder keeps one of two equal keys, takes `1.0` and `-0` for whole numbers, and
/// overflows the stack on deep nesting.
struct LineJSONReader {
  /// The maximum depth; the protocol's deepest value is a pair in a list of latencies.
  static let maximumDepth = 8

  private let bytes: [UInt8]
  private var position = 0

  /// Reads a line that must hold one object.
  static func object(in line: some Sequence<UInt8>) throws(TrialLineProblem) -> [String: LineJSON] {
    var reader = LineJSONReader(bytes: Array(line))
    guard case .object(let members) = try reader.value(depth: 1) else { throw .notAnObject }
    guard reader.next() == nil else { throw .textAfterObject }
    return members
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The next byte that is not white space; nil at the end.
  private mutating func next() -> UInt8? {
    while position < bytes.count, [0x20, 0x09, 0x0D, 0x0A].contains(bytes[position]) {
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  /// Skips the byte if it comes next.
  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(TrialLineProblem) -> LineJSON {
    guard depth <= Self.maximumDepth else { throw .tooDeep(limit: Self.maximumDepth) }
    switch next() {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .list(try elements(depth: depth))
    case UInt8(ascii: "\""): return .text(try text())
    default: return try word()
    }
  }

  private mutating func members(depth: Int) throws(TrialLineProblem) -> [String: LineJSON] {
    position += 1
    var members: [String: LineJSON] = [:]
    if skip("}") { return members }
    repeat {
      guard next() == UInt8(ascii: "\"") else { throw .notAnObject }
      let key = try text()
      guard skip(":") else { throw .notAnObject }
      let value = try value(depth: depth + 1)
      guard members.updateValue(value, forKey: key) == nil else { throw .duplicateKey(key) }
    } while skip(",")
    guard skip("}") else { throw .notAnObject }
    return members
  }

  private mutating func elements(depth: Int) throws(TrialLineProblem) -> [LineJSON] {
    position += 1
    var elements: [LineJSON] = []
    if skip("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
    guard skip("]") else { throw .notAnObject }
    return elements
  }

  /// Reads a number or one of the three words.
  private mutating func word() throws(TrialLineProblem) -> LineJSON {
    let start = position
    while position < bytes.count, !Array(",]} \t\r\n".utf8).contains(bytes[position]) {
      position += 1
    }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    if ["true", "false", "null"].contains(word) { return .other }
    let digits = word.first == "-" ? word.dropFirst() : word[...]
    guard let isWhole = Self.isWhole(digits), let number = Double(digits) else {
      throw .notAnObject
    }
    guard number.isFinite else {
      let before = String(decoding: bytes[..<start], as: UTF8.self).unicodeScalars.count
      throw .numberOutOfRange(word, character: before + 1)
    }
    if word.first == "-" { return .other }
    return isWhole ? UInt64(digits).map { .whole($0) } ?? .number(number) : .number(number)
  }

  /// Whether a number without sign is written as a whole one; nil if it is no number of JSON.
  private static func isWhole(_ text: Substring) -> Bool? {
    func digits(_ text: Substring) -> Bool {
      !text.isEmpty && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
    let parts = text.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "e" || $0 == "E" })
    if parts.count == 2 {
      let exponent =
        parts[1].first.map { "+-".contains($0) } == true ? parts[1].dropFirst() : parts[1]
      guard digits(exponent) else { return nil }
    }
    let halves = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.allSatisfy(digits), halves[0] == "0" || halves[0].first != "0" else { return nil }
    return parts.count == 1 && halves.count == 1
  }

  private mutating func text() throws(TrialLineProblem) -> String {
    position += 1
    var units: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: units, as: UTF8.self) else { throw .notUTF8 }
        return text
      case UInt8(ascii: "\\"): units += try escaped()
      case 0..<0x20: throw .notAnObject
      default: units.append(byte)
      }
    }
    throw .notAnObject
  }

  /// The UTF-8 of what follows a backslash.
  private mutating func escaped() throws(TrialLineProblem) -> [UInt8] {
    guard position < bytes.count else { throw .notAnObject }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
    default: throw .notAnObject
    }
  }

  /// The scalar of the four digits after `\u`, together with a second escape if they are half of it.
  private mutating func scalar() throws(TrialLineProblem) -> Character {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    guard first < 0xDC00, bytes[position...].starts(with: Array("\\u".utf8)) else {
      throw .notAnObject
    }
    position += 2
    let second = try hexadecimal()
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw .notAnObject }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws(TrialLineProblem) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw .notAnObject }
    position += 4
    return number
  }
}
