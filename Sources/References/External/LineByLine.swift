import BenchmarkModel

/// A format whose files are read line by line, however long they are.
protocol LineFormat {
  /// What was read and is not handed over yet.
  var held: HeldResults { get set }

  /// Takes a line without its end; its bytes are UTF-8.
  ///
  /// - Parameter line: Its number, counted from 1.
  mutating func take(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) throws(ReferenceError)
}

extension LineFormat {
  /// The longest line that is read, in bytes.
  static var maximumLineBytes: Int { 64 << 10 }
}

/// Reads a file that comes in pieces, line by line.
struct LineByLine<Format: LineFormat> {
  private let path: String
  private var format: Format
  private var line = 0
  /// The bytes of a line whose end has not come yet.
  private var rest: [UInt8] = []

  /// Begins a file.
  ///
  /// - Parameter path: The file's name for messages.
  init(_ format: Format, path: String) {
    self.path = path
    self.format = format
  }

  /// Reads the next bytes of the file and returns the results, or pieces of them, that are complete.
  mutating func read(_ bytes: [UInt8]) throws(ReferenceError) -> [ExternalResult] {
    var complete: [ExternalResult] = []
    var start = 0
    if !rest.isEmpty {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
        rest += bytes
        try refuseLongLine(rest.count)
        return []
      }
      rest += bytes[..<end]
      complete += try takeRest()
      start = end + 1
    }
    try takeLines(bytes.span, from: &start, &complete)
    rest = Array(bytes[start...])
    try refuseLongLine(rest.count)
    return complete
  }

  /// Ends the file and returns what was held back.
  mutating func finish() throws(ReferenceError) -> [ExternalResult] {
    var complete: [ExternalResult] = []
    if !rest.isEmpty { complete += try takeRest() }
    if format.held.results.isEmpty {
      throw .problem(
        .external(.noResults), at: ReferencePlace(path, line == 0 ? .file : .line(line)))
    }
    complete += format.held.handOver()
    return complete
  }

  private mutating func takeRest() throws(ReferenceError) -> [ExternalResult] {
    let whole = rest
    rest = []
    var complete: [ExternalResult] = []
    try take(whole.span, 0..<whole.count, &complete)
    return complete
  }

  /// Takes the lines that end in the bytes, and moves behind them.
  private mutating func takeLines(
    _ bytes: Span<UInt8>, from start: inout Int, _ complete: inout [ExternalResult]
  ) throws(ReferenceError) {
    for end in start..<bytes.count where bytes[end] == UInt8(ascii: "\n") {
      try take(bytes, start..<end, &complete)
      start = end + 1
    }
  }

  private mutating func take(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ complete: inout [ExternalResult]
  ) throws(ReferenceError) {
    try refuseLongLine(range.count)
    line += 1
    guard !range.isEmpty else { return }
    try refuseInvalid(bytes, range)
    try format.take(bytes, range, line: line)
    if format.held.isFull { complete += format.held.handOver() }
  }

  private func refuseLongLine(_ count: Int) throws(ReferenceError) {
    guard count > Format.maximumLineBytes else { return }
    throw .problem(
      .lineTooLong(limit: Format.maximumLineBytes), at: ReferencePlace(path, .line(line + 1)))
  }

  private func refuseInvalid(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ReferenceError) {
    var all: UInt8 = 0
    for index in range { all |= bytes[index] }
    guard all >= 0x80 else { return }
    let whole = bytes.bytes(range)
    guard let bad = firstInvalidByte(in: whole[...]) else { return }
    throw .problem(
      .notUTF8(byte: whole[bad]), at: ReferencePlace(path, .character(bad + 1, line: line)))
  }
}

/// Results whose values come one by one, held back until they are worth handing over.
struct HeldResults {
  /// The most different results that a file may have.
  static let maximumResults = 100_000
  /// How many values are held back before they are handed over.
  static let maximumValues = 1 << 18

  /// The results in the order of their positions, each with the values that are held.
  private(set) var results: [ExternalResult] = []
  private var valueCount = 0

  /// Whether there are enough values to hand over.
  var isFull: Bool { valueCount >= Self.maximumValues }

  /// Adds a result without values and returns its position; nil when there are too many.
  mutating func add(_ result: ExternalResult) -> Int? {
    guard results.count < Self.maximumResults else { return nil }
    var result = result
    result.position = results.count
    results.append(result)
    return result.position
  }

  /// Adds a value to the result of a position.
  ///
  /// - Parameter iterations: Over how many iterations it is the average; nil when none of the result's
  ///   values say it.
  mutating func add(_ value: Double, iterations: Int?, to position: Int) {
    results[position].values.append(value)
    if let iterations { results[position].iterations.append(iterations) }
    valueCount += 1
  }

  /// All values that were held back.
  mutating func handOver() -> [ExternalResult] {
    var complete: [ExternalResult] = []
    for index in results.indices where !results[index].values.isEmpty {
      complete.append(results[index])
      results[index].values = []
      results[index].iterations = []
    }
    valueCount = 0
    return complete
  }
}

extension Span<UInt8> {
  /// A part as an array of its own.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    extracting(range).withUnsafeBufferPointer { Array($0) }
  }

  /// A part as text; what is not UTF-8 becomes U+FFFD.
  func text(_ range: Range<Int>) -> String {
    extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a part holds just these bytes.
  func holds(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    guard range.count == bytes.count else { return false }
    for index in 0..<bytes.count where self[range.lowerBound + index] != bytes[index] {
      return false
    }
    return true
  }
}
