/// Decimal numbers as JSON and Go's benchmark text write them, read from bytes.
enum DecimalNumber {
  /// The powers of ten that a Double holds exactly.
  private static let powers: [Double] = (0...22).reduce(into: []) { powers, _ in
    powers.append((powers.last ?? 0.1) * 10)
  }

  /// Where a decimal number that begins at `start` ends; nil when there is none.
  ///
  /// A number of JSON has no leading plus or zeros, and digits on both sides of its point; Go's own
  /// may have them or lack them.
  static func end(in bytes: [UInt8], from start: Int, isJSON: Bool) -> Int? {
    var place = start
    func byte() -> UInt8 { place < bytes.count ? bytes[place] : 0 }
    func skipDigits() -> Int {
      let first = place
      while isDigit(byte()) { place += 1 }
      return place - first
    }
    if byte() == UInt8(ascii: "-") || !isJSON && byte() == UInt8(ascii: "+") { place += 1 }
    let hasLeadingZero = byte() == UInt8(ascii: "0")
    let whole = skipDigits()
    if isJSON, whole == 0 || hasLeadingZero && whole > 1 { return nil }
    var fraction = 0
    if byte() == UInt8(ascii: ".") {
      place += 1
      fraction = skipDigits()
      if isJSON, fraction == 0 { return nil }
    }
    guard whole + fraction > 0 else { return nil }
    if byte() | 0x20 == UInt8(ascii: "e") {
      place += 1
      if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") { place += 1 }
      guard skipDigits() > 0 else { return nil }
    }
    return place
  }

  /// The value of a text that `end` has found to be a number; nil when it is infinite.
  ///
  /// With at most 15 digits and a small power of ten, both parts of the quotient are exact, so that
  /// the quotient is the nearest Double (W. D. Clinger, "How to read floating point numbers
  /// accurately", 1990). All else is left to the standard library.
  static func value(of bytes: [UInt8], _ range: Range<Int>) -> Double? {
    var mantissa: Int64 = 0
    var digits = 0
    var decimals = 0
    var hasPoint = false
    var place = range.lowerBound
    let isNegative = bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    while place < range.upperBound {
      let byte = bytes[place]
      if isDigit(byte) {
        mantissa = mantissa &* 10 &+ Int64(byte - UInt8(ascii: "0"))
        digits += 1
        if hasPoint { decimals += 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        return slowValue(of: bytes, range)
      }
      if digits > 15 { return slowValue(of: bytes, range) }
      place += 1
    }
    let magnitude = decimals == 0 ? Double(mantissa) : Double(mantissa) / powers[decimals]
    return isNegative ? -magnitude : magnitude
  }

  private static func slowValue(of bytes: [UInt8], _ range: Range<Int>) -> Double? {
    // A text of more digits than any number needs would be taken for a number all the same.
    guard range.count <= 4096 else { return nil }
    return Double(String(decoding: bytes[range], as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
