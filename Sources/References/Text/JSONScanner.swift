import BenchmarkModel

/// A value of a JSON document.
///
/// A list of nothing but numbers is kept as such, since tools write millions of them.
enum JSONValue {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case numbers([Double])
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// The kind in words, with its article.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .numbers, .array: "a list"
    case .object: "an object"
    }
  }
}

/// Reads a JSON document from its beginning to its end, strictly.
///
/// The grammar is that of RFC 8259 in UTF-8. Refused are keys that stand twice in an object, numbers
/// that are not finite within ±1e300, more than ``maximumDepth`` levels and whatever follows the
/// document. Foundation's decoder tells neither line nor duplicate keys, and needs a type for each
/// shape.
struct JSONScanner {
  /// The deepest nesting that is read; the tools' files have fewer than ten levels.
  static let maximumDepth = 64

  /// The most values, numbers in lists of numbers aside, that one value may hold: they take tens of
  /// times the memory that they take in the file.
  static let maximumValues = 1 << 20
  /// The largest number that is read, and with a minus the smallest.
  static let largestNumber = 1e300
  /// The most numbers that a list may hold.
  static let maximumNumbers = 1 << 24

  let bytes: [UInt8]
  var position = 0
  private let path: String
  private let firstLine: Int
  private var depth = 0
  private var valuesLeft = 0

  /// Begins at the start of a document; a byte order mark is skipped.
  ///
  /// - Parameters:
  ///   - path: The file's name for messages.
  ///   - line: The line of the file at which the document begins.
  init(_ bytes: [UInt8], path: String, line: Int = 1) {
    self.bytes = bytes
    self.path = path
    firstLine = line
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The first byte of what comes next; nil at the end.
  mutating func next() -> UInt8? {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    return position < bytes.count ? bytes[position] : nil
  }

  /// Reads a list element by element; `body` must read each.
  mutating func array(
    _ body: (inout JSONScanner, Int) throws(ReferenceError) -> Void
  ) throws(ReferenceError) {
    try open("[", "\"[\"")
    var index = 0
    if next() == UInt8(ascii: "]") { return close() }
    while true {
      try body(&self, index)
      index += 1
      if try endsAfterItem("]", "\",\" or \"]\"") { return close() }
    }
  }

  /// Reads an object member by member; `body` must read each value.
  mutating func object(
    _ body: (inout JSONScanner, String) throws(ReferenceError) -> Void
  ) throws(ReferenceError) {
    try open("{", "\"{\"")
    var keys: Set<String> = []
    if next() == UInt8(ascii: "}") { return close() }
    while true {
      _ = next()
      let start = position
      let key = try string()
      guard !key.isEmpty else {
        throw fault(.malformedJSON(expected: "a key that is not empty"), at: start)
      }
      guard keys.insert(key).inserted else { throw fault(.duplicateKey(key), at: start) }
      guard next() == UInt8(ascii: ":") else { throw expected("\":\"") }
      position += 1
      try body(&self, key)
      if try endsAfterItem("}", "\",\" or \"}\"") { return close() }
    }
  }

  /// Reads the next value with all that is in it.
  mutating func value() throws(ReferenceError) -> JSONValue {
    valuesLeft = Self.maximumValues
    return try nested()
  }

  private mutating func nested() throws(ReferenceError) -> JSONValue {
    switch next() {
    case UInt8(ascii: "{"):
      try countValue()
      var members: [(key: String, value: JSONValue)] = []
      try object { scanner, key throws(ReferenceError) in
        try scanner.countValue()
        members.append((key, try scanner.nested()))
      }
      return .object(members)
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  /// Makes sure that nothing follows the document.
  mutating func end() throws(ReferenceError) {
    guard next() == nil else { throw expected("the end of the file") }
  }

  private mutating func countValue() throws(ReferenceError) {
    valuesLeft -= 1
    if valuesLeft < 0 { throw fault(.tooLong("The value", limit: Self.maximumValues)) }
  }

  private mutating func list() throws(ReferenceError) -> JSONValue {
    try countValue()
    var numbers: [Double] = []
    var others: [JSONValue] = []
    try array { scanner, index throws(ReferenceError) in
      guard index < Self.maximumNumbers else {
        throw scanner.fault(.tooLong("The list", limit: Self.maximumNumbers))
      }
      let value = try scanner.nested()
      if !others.isEmpty { try scanner.countValue() }
      if others.isEmpty, case .number(let number) = value {
        numbers.append(number)
      } else {
        if others.isEmpty { others = numbers.map { .number($0) } }
        others.append(value)
      }
    }
    return others.isEmpty && !numbers.isEmpty ? .numbers(numbers) : .array(others)
  }

  private mutating func open(_ bracket: Unicode.Scalar, _ name: String) throws(ReferenceError) {
    guard next() == UInt8(ascii: bracket) else { throw expected(name) }
    depth += 1
    guard depth <= Self.maximumDepth else { throw fault(.tooDeep(limit: Self.maximumDepth)) }
    position += 1
  }

  private mutating func close() {
    depth -= 1
    position += 1
  }

  /// Whether a list or object ends here rather than going on behind a comma.
  private mutating func endsAfterItem(
    _ bracket: Unicode.Scalar, _ names: String
  ) throws(ReferenceError) -> Bool {
    switch next() {
    case UInt8(ascii: ","):
      position += 1
      return false
    case UInt8(ascii: bracket): return true
    default: throw expected(names)
    }
  }

  private mutating func word(
    _ text: StaticString, _ value: JSONValue
  ) throws(ReferenceError) -> JSONValue {
    let end = position + text.utf8CodeUnitCount
    guard end <= bytes.count, text.withUTF8Buffer({ $0.elementsEqual(bytes[position..<end]) })
    else { throw expected("a value") }
    position = end
    return value
  }

  private mutating func number() throws(ReferenceError) -> Double {
    let start = position
    guard let (value, end) = DecimalNumber.read(bytes.span, from: start, isJSON: true) else {
      throw unreadableNumber()
    }
    guard let number = value, abs(number) <= Self.largestNumber else {
      let text = String(decoding: bytes[start..<min(end, start + 60)], as: UTF8.self)
      throw fault(.unusableNumber(text, because: "is beyond ±1e300"))
    }
    position = end
    return number
  }

  /// Some tools write NaN and Infinity, which JSON does not have.
  private func unreadableNumber() -> ReferenceError {
    let rest = bytes[min(position, bytes.count)...].prefix(9)
    for name in ["NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "-NaN", "-nan"]
    where rest.starts(with: name.utf8) {
      return fault(.unusableNumber(name, because: "is no number"))
    }
    return expected("a value")
  }

  /// The error that something else should stand here.
  func expected(_ what: String) -> ReferenceError { fault(.malformedJSON(expected: what)) }

  func fault(_ problem: ExternalProblem, at offset: Int? = nil) -> ReferenceError {
    .problem(.external(problem), at: place(of: offset ?? position))
  }

  /// The line of the current position.
  var line: Int { line(of: position) }

  private func line(of offset: Int) -> Int {
    bytes[..<min(offset, bytes.count)].reduce(firstLine) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
  }

  func place(of offset: Int) -> ReferencePlace {
    let before = bytes[..<min(offset, bytes.count)]
    let line = line(of: offset)
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // Every byte that does not continue a character begins one.
    let character = before[lineStart...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    return ReferencePlace(path, .character(character, line: line))
  }

  /// Whether a byte is white space of JSON.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
