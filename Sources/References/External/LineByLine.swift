import BenchmarkModel

/// A format of lines, whose files are read line by line however long they are.
protocol LineFormat: ResultFormat {
  /// Starts a file.
  ///
  /// - Parameter path: The file's name for messages.
  init(path: String)

  /// The results that were read and not returned yet.
  var held: HeldResults { get set }

  /// Takes a line without its line break; its bytes are valid UTF-8 without NUL.
  ///
  /// - Parameter line: The number of the line, counted from 1.
  mutating func take(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) throws(ReferenceError)
}

extension LineFormat {
  static func makeReader(path: String) -> any ResultFileReader {
    LineByLine(Self(path: path), path: path)
  }

  /// The maximum length of a line in bytes.
  static var maximumLineBytes: Int { 64 << 10 }
}

/// Reads a file piece by piece as lines.
struct LineByLine<Format: LineFormat>: ResultFileReader {
  private let path: String
  private var format: Format
  private var line = 0
  /// The beginning of a line that is not complete yet.
  private var rest: [UInt8] = []

  init(_ format: Format, path: String) {
    self.path = path
    self.format = format
  }

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

  /// Takes the complete lines from `start` on and moves `start` past them.
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
    try refuseUnreadable(bytes, range)
    try format.take(bytes, range, line: line)
    if format.held.isFull { complete += format.held.handOver() }
  }

  private func refuseLongLine(_ count: Int) throws(ReferenceError) {
    guard count > Format.maximumLineBytes else { return }
    throw .problem(
      .lineTooLong(limit: Format.maximumLineBytes), at: ReferencePlace(path, .line(line + 1)))
  }

  /// Refuses bytes that are not UTF-8, and a NUL, at which the database would end a text.
  private func refuseUnreadable(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ReferenceError) {
    var (all, smallest): (UInt8, UInt8) = (0, .max)
    for index in range {
      all |= bytes[index]
      smallest = min(smallest, bytes[index])
    }
    guard all >= 0x80 || smallest == 0 else { return }
    let whole = bytes.bytes(range)
    func fault(_ problem: ReferenceProblem, at index: Int) -> ReferenceError {
      let character = String(decoding: whole[..<index], as: UTF8.self).unicodeScalars.count + 1
      return .problem(problem, at: ReferencePlace(path, .character(character, line: line)))
    }
    if let bad = firstInvalidByte(in: whole[...]) {
      throw fault(.notUTF8(byte: whole[bad]), at: bad)
    }
    if let place = whole.firstIndex(of: 0) { throw fault(.controlCharacter(code: 0), at: place) }
  }
}

/// Results whose values come one by one, collected until there are enough to return.
struct HeldResults {
  /// The maximum number of different results of a file.
  static let maximumResults = 100_000
  /// The number of values that are collected before they are returned.
  static let maximumValues = 1 << 18

  /// The results in the order of their positions, each with the collected values.
  private(set) var results: [ExternalResult] = []
  private var valueCount = 0

  /// Whether there are enough values to return.
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
  /// - Parameter iterations: The number of iterations that the value is the average of; nil when the
  ///   result's values do not state it.
  mutating func add(_ value: Double, iterations: Int?, to position: Int) {
    results[position].values.append(value)
    if let iterations { results[position].iterations.append(iterations) }
    valueCount += 1
  }

  /// Adds a value that is missing to the result of a position.
  ///
  /// - Parameter printed: What the file has in its place.
  mutating func addGap(_ printed: String, to position: Int) {
    results[position].add(ExternalGap(printed: printed))
  }

  /// Removes and returns all collected values with their results.
  mutating func handOver() -> [ExternalResult] {
    var complete: [ExternalResult] = []
    for index in results.indices
    where !results[index].values.isEmpty || !results[index].gaps.isEmpty {
      complete.append(results[index])
      results[index].values = []
      results[index].iterations = []
      results[index].gaps = []
    }
    valueCount = 0
    return complete
  }
}

extension Span<UInt8> {
  /// A part as an array.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    extracting(range).withUnsafeBufferPointer { Array($0) }
  }

  /// A part as text; invalid UTF-8 becomes U+FFFD.
  func text(_ range: Range<Int>) -> String {
    extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a part equals the given bytes.
  func holds(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    guard range.count == bytes.count else { return false }
    for index in 0..<bytes.count where self[range.lowerBound + index] != bytes[index] {
      return false
    }
    return true
  }
}
