import BenchmarkModel

/// A value of a JSON document.
///
/// A list that contains only numbers has its own case, since tools write millions of numbers.
enum JSONValue {
  case null
  case bool(Bool)
  case number(Double)
  /// `NaN`, `Infinity` and the like, which some tools write although JSON does not have them.
  case notANumber(String)
  case string(String)
  case numbers([Double])
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// The kind in words, with an article.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .notANumber(let word): word
    case .string: "a text"
    case .numbers, .array: "a list"
    case .object: "an object"
    }
  }
}

/// Reads a JSON document from beginning to end, strictly.
///
/// The grammar is that of RFC 8259 in UTF-8. Duplicate keys in an object, numbers that are not finite
/// within ±1e300, more than ``maximumDepth`` levels and anything after the document are refused. This
/// is our own scanner because Foundation's decoder reports neither lines nor duplicate keys and needs
/// a type for each shape.
struct JSONScanner {
  /// The maximum nesting; the tools' files have fewer than ten levels.
  static let maximumDepth = 64

  /// The maximum number of values inside one value, not counting lists of numbers: in memory they take
  /// dozens of times their size in the file.
  static let maximumValues = 1 << 20
  /// The maximum magnitude of a number.
  static let maximumMagnitude = 1e300
  /// The maximum length of a list of numbers.
  static let maximumNumbers = 1 << 24

  let bytes: [UInt8]
  var position = 0
  let path: String
  let firstLine: Int
  /// Whether `NaN` and `Infinity` are values instead of errors.
  let allowsNotANumber: Bool
  private var depth = 0
  private var valuesLeft = 0

  /// A byte order mark is skipped.
  ///
  /// - Parameters:
  ///   - path: The file's name for messages.
  ///   - line: The line of the file on which the document begins.
  ///   - allowsNotANumber: Whether `NaN` and `Infinity` are values, as for a file that a tool wrote.
  init(_ bytes: [UInt8], path: String, line: Int = 1, allowsNotANumber: Bool = false) {
    self.bytes = bytes
    self.path = path
    self.allowsNotANumber = allowsNotANumber
    firstLine = line
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next byte that is not white space; nil at the end.
  mutating func next() -> UInt8? {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    return position < bytes.count ? bytes[position] : nil
  }

  /// Reads a list; `body` must read each element.
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

  /// Reads an object; `body` must read each value.
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

  /// Reads the next value with everything in it.
  mutating func value() throws(ReferenceError) -> JSONValue {
    valuesLeft = Self.maximumValues
    return try nested()
  }

  private mutating func nested() throws(ReferenceError) -> JSONValue {
    let first = next()
    if allowsNotANumber, let word = notANumber {
      position += word.utf8.count
      return .notANumber(word)
    }
    switch first {
    case UInt8(ascii: "{"):
      try countValues()
      var members: [(key: String, value: JSONValue)] = []
      try object { scanner, key throws(ReferenceError) in
        try scanner.countValues()
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

  /// Throws when anything follows the document.
  mutating func end() throws(ReferenceError) {
    guard next() == nil else { throw expected("the end of the file") }
  }

  private mutating func countValues(_ count: Int = 1) throws(ReferenceError) {
    valuesLeft -= count
    if valuesLeft < 0 { throw fault(.tooLong("The value", limit: Self.maximumValues)) }
  }

  private mutating func list() throws(ReferenceError) -> JSONValue {
    try countValues()
    var numbers: [Double] = []
    var others: [JSONValue] = []
    try array { scanner, index throws(ReferenceError) in
      guard index < Self.maximumNumbers else {
        throw scanner.fault(.tooLong("The list", limit: Self.maximumNumbers))
      }
      let value = try scanner.nested()
      if !others.isEmpty { try scanner.countValues() }
      if others.isEmpty, case .number(let number) = value {
        numbers.append(number)
      } else {
        if others.isEmpty {
          try scanner.countValues(numbers.count)
          others = numbers.map { .number($0) }
        }
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

  /// Whether the list or object ends here; otherwise skips the comma.
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
    guard let number = value, abs(number) <= Self.maximumMagnitude else {
      let text = String(decoding: bytes[start..<min(end, start + 60)], as: UTF8.self)
      throw fault(.unusableNumber(text, because: "is beyond ±1e300"))
    }
    position = end
    return number
  }

  private func unreadableNumber() -> ReferenceError {
    guard let word = notANumber else { return expected("a value") }
    return fault(.unusableNumber(word, because: "is not a number"))
  }

  /// The word at the current position, if it is one of those that JSON does not have as numbers.
  private var notANumber: String? {
    guard position < bytes.count, "NnIi-".utf8.contains(bytes[position]) else { return nil }
    let rest = bytes[position...].prefix(9)
    return ["Infinity", "-Infinity", "NaN", "nan", "inf", "-inf", "-NaN", "-nan"]
      .first { rest.starts(with: $0.utf8) }
  }

  /// The error that something else is expected here.
  func expected(_ what: String) -> ReferenceError { fault(.malformedJSON(expected: what)) }

  func fault(_ problem: ExternalProblem, at offset: Int? = nil) -> ReferenceError {
    .problem(.external(problem), at: place(of: offset ?? position))
  }

  /// Whether a byte is white space of JSON.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
