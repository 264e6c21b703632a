import GRDBSQLite

/// The JSON arrays of numbers in which `externalSample` stores values.
enum ExternalSample {
  /// The maximum number of values in a row: more would make one value slow to find, fewer would make
  /// each slow to store.
  static let maximumCount = 64

  /// The maximum length of an array in characters: no number needs more than 24, as in
  /// `-2.2250738585072014e-308`.
  static let maximumLength = 25 * maximumCount + 1

  /// The array as UTF-8.
  static func list(_ values: ArraySlice<Double>) -> [UInt8] {
    list(values.count) { text in
      for value in values {
        append(value, to: &text)
        text.append(UInt8(ascii: ","))
      }
    }
  }

  static func list(_ values: ArraySlice<Int>) -> [UInt8] {
    list(values.count) { text in
      for value in values {
        append(value, to: &text)
        text.append(UInt8(ascii: ","))
      }
    }
  }

  private static func list(_ count: Int, _ append: (inout [UInt8]) -> Void) -> [UInt8] {
    var text: [UInt8] = [UInt8(ascii: "[")]
    text.reserveCapacity(12 * count + 2)
    append(&text)
    text[text.count - 1] = UInt8(ascii: "]")
    return text
  }

  /// Appends the shortest decimal number that reads back as the value.
  ///
  /// An integer of at most 15 digits divided by a small power of ten is the Double nearest to that
  /// decimal, and no other decimal of so few digits has the same Double. All other values go through
  /// the standard library, which takes ten times as long.
  private static func append(_ value: Double, to text: inout [UInt8]) {
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 {
      return append(whole, to: &text)
    }
    var power = 10
    for decimals in 1...3 {
      let scaled = (value.magnitude * Double(power)).rounded()
      if scaled < 1e15, scaled / Double(power) == value.magnitude {
        if value < 0 { text.append(UInt8(ascii: "-")) }
        let (whole, fraction) = Int(scaled).quotientAndRemainder(dividingBy: power)
        append(whole, to: &text)
        text.append(UInt8(ascii: "."))
        return append(fraction, to: &text, digits: decimals)
      }
      power *= 10
    }
    text += "\(value)".utf8
  }

  /// Appends the decimal digits without making a `String`, as the standard library would.
  private static func append(_ number: Int, to text: inout [UInt8], digits: Int = 1) {
    if number < 0 { text.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = text.count
    repeat {
      text.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0 || text.count - start < digits
    text[start...].reverse()
  }
}

extension [UInt8] {
  /// Binds the bytes as text to a parameter of a statement while the body runs.
  func bound(
    to statement: OpaquePointer?, _ parameter: CInt, _ body: () throws -> Void
  ) rethrows {
    try withUnsafeBytes { bytes in
      let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      // Without a destructor SQLite makes no copy.
      sqlite3_bind_text(statement, parameter, start, CInt(bytes.count), nil)
      try body()
    }
  }
}
