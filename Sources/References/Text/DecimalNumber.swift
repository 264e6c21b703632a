/// Decimal numbers of JSON and of Go's benchmark text, read from bytes.
enum DecimalNumber {
  /// The powers of ten that a `Double` represents exactly.
  private static let powers: [Double] = (0...22).reduce(into: []) { powers, _ in
    powers.append((powers.last ?? 0.1) * 10)
  }

  /// The decimal number that begins at `start`, and where it ends; nil when none begins there.
  ///
  /// JSON requires digits on both sides of the point and allows no leading plus or zeros; Go's format
  /// does not have these restrictions. The value is nil when it is infinite or has an unreasonable
  /// number of digits.
  ///
  /// With at most 15 digits and a small power of ten, both parts of the quotient are exact, so the
  /// quotient is the nearest `Double` (W. D. Clinger, "How to read floating point numbers accurately",
  /// 1990). All other numbers are left to the standard library.
  static func read(
    _ bytes: Span<UInt8>, from start: Int, isJSON: Bool
  ) -> (value: Double?, end: Int)? {
    var place = start
    let sign = byte(bytes, place)
    if sign == UInt8(ascii: "-") || !isJSON && sign == UInt8(ascii: "+") { place += 1 }
    let hasLeadingZero = byte(bytes, place) == UInt8(ascii: "0")
    var mantissa: UInt64 = 0
    let whole = takeDigits(bytes, &place, into: &mantissa)
    if isJSON, whole == 0 || hasLeadingZero && whole > 1 { return nil }
    var decimals = 0
    if byte(bytes, place) == UInt8(ascii: ".") {
      place += 1
      decimals = takeDigits(bytes, &place, into: &mantissa)
      if isJSON, decimals == 0 { return nil }
    }
    guard whole + decimals > 0 else { return nil }
    let hasExponent = byte(bytes, place) | 0x20 == UInt8(ascii: "e")
    if hasExponent {
      place += 1
      let sign = byte(bytes, place)
      if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { place += 1 }
      var exponent: UInt64 = 0
      guard takeDigits(bytes, &place, into: &exponent) > 0 else { return nil }
    }
    if hasExponent || whole + decimals > 15 { return (slowValue(bytes, start..<place), place) }
    let magnitude = decimals == 0 ? Double(mantissa) : Double(mantissa) / powers[decimals]
    return (sign == UInt8(ascii: "-") ? -magnitude : magnitude, place)
  }

  /// Skips a run of digits and returns its length; `number` is correct for at most 19 digits.
  private static func takeDigits(
    _ bytes: Span<UInt8>, _ place: inout Int, into number: inout UInt64
  ) -> Int {
    let first = place
    while place < bytes.count, bytes[place] &- 0x30 < 10 {
      number = number &* 10 &+ UInt64(bytes[place] &- 0x30)
      place += 1
    }
    return place - first
  }

  /// The byte at a position; 0 after the end.
  private static func byte(_ bytes: Span<UInt8>, _ place: Int) -> UInt8 {
    place < bytes.count ? bytes[place] : 0
  }

  private static func slowValue(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    // The standard library would accept any number of digits.
    guard range.count <= 4096 else { return nil }
    return Double(bytes.text(range)).flatMap { $0.isFinite ? $0 : nil }
  }
}
