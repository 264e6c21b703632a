/// A line of NDJSON without its numbers: lines with the same shape differ only in their numbers.
struct LineShape: Hashable {
  /// The bytes of the line without those of the numbers.
  private(set) var bytes: [UInt8] = []

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  /// The shape and the numbers of a line that is a flat object with a usable number as `value`; nil for
  /// any other line.
  ///
  /// Only the numbers are checked: whatever else is wrong with the line is wrong with every line of its
  /// shape.
  static func read(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) -> (shape: LineShape, value: Double, iterations: Int?)? {
    var cutter = NumberCutter(line)
    guard cutter.cut(bytes), let value = cutter.value else { return nil }
    return (cutter.shape, value, cutter.iterations)
  }

  fileprivate mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    for index in range { self.bytes.append(bytes[index]) }
  }
}

/// Cuts the numbers out of a line.
private struct NumberCutter {
  private(set) var shape = LineShape()
  private(set) var value: Double?
  private(set) var iterations: Int?
  private var place: Int
  private let end: Int
  /// The beginning of the part that is not in the shape yet.
  private var start: Int

  private static let valueKey = Array("value".utf8)
  private static let iterationsKey = Array("iterations".utf8)

  init(_ line: Range<Int>) {
    (place, start, end) = (line.lowerBound, line.lowerBound, line.upperBound)
  }

  /// Cuts out the numbers; false when the line is not a flat object.
  mutating func cut(_ bytes: Span<UInt8>) -> Bool {
    guard take("{", bytes) else { return false }
    repeat {
      guard let key = skipText(bytes, isKey: true), take(":", bytes), cutValue(of: key, bytes)
      else { return false }
    } while take(",", bytes)
    guard take("}", bytes) else { return false }
    skipSpace(bytes)
    shape.add(bytes, start..<end)
    return place == end
  }

  private mutating func cutValue(of key: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    skipSpace(bytes)
    if bytes.holds(Self.valueKey, in: key) {
      value = cutNumber(bytes)
      return value != nil
    }
    if bytes.holds(Self.iterationsKey, in: key) {
      iterations = cutNumber(bytes).flatMap { Int(exactly: $0) }
      return iterations ?? 0 >= 1
    }
    if place < end, bytes[place] == UInt8(ascii: "\"") {
      return skipText(bytes, isKey: false) != nil
    }
    return skipWord(bytes)
  }

  private mutating func cutNumber(_ bytes: Span<UInt8>) -> Double? {
    guard let (value, after) = DecimalNumber.read(bytes, from: place, isJSON: true),
      let value, abs(value) <= JSONScanner.maximumMagnitude
    else { return nil }
    shape.add(bytes, start..<place)
    (place, start) = (after, after)
    return value
  }

  /// The text between the next quotation marks, which is skipped; nil when there is none.
  ///
  /// A key with an escape is not accepted, since it may equal another key.
  private mutating func skipText(_ bytes: Span<UInt8>, isKey: Bool) -> Range<Int>? {
    guard take("\"", bytes) else { return nil }
    let first = place
    while place < end, bytes[place] != UInt8(ascii: "\"") {
      let isEscape = bytes[place] == UInt8(ascii: "\\")
      if isEscape, isKey { return nil }
      place += isEscape ? 2 : 1
    }
    guard place < end else { return nil }
    place += 1
    return first..<place - 1
  }

  /// Skips a number or a word; false at a list or an object.
  private mutating func skipWord(_ bytes: Span<UInt8>) -> Bool {
    while place < end {
      switch bytes[place] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): return false
      case UInt8(ascii: ","), UInt8(ascii: "}"): return true
      default: place += 1
      }
    }
    return false
  }

  /// Skips white space and a given character; false when another character comes next.
  private mutating func take(_ sign: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
    skipSpace(bytes)
    guard place < end, bytes[place] == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while place < end, JSONScanner.isSpace(bytes[place]) { place += 1 }
  }
}
