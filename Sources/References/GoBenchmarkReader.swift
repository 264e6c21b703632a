import BenchmarkModel

/// Reads Go's benchmark text line by line, however long the file is.
///
/// Source: The Go Authors, "Proposal: Go Benchmark Data Format" (2016), with benchstat's `Unit`
/// lines. Lines that are neither results nor configuration are left out, as the format wants it; a
/// line that begins as a result and goes on as none is an error. The lines of one benchmark under
/// the same configuration are one result for each of their units.
struct GoBenchmarkReader {
  /// The longest line that is read, in bytes.
  static let maximumLineBytes = 64 << 10
  /// The most different results that a file may have.
  static let maximumResults = 100_000
  /// The most units that one benchmark may have.
  static let maximumUnits = 64
  /// How many values are held back before they are handed over.
  static let maximumHeld = 1 << 18

  private let path: String
  private var line = 0
  /// The bytes of a line whose end has not come yet.
  private var rest: [UInt8] = []

  private var configuration = GoConfiguration()
  private var benchmarks: [Key: Int] = [:]
  /// The results of each benchmark, in the order of its units.
  private var places: [[Int]] = []
  private var held: [ExternalResult] = []
  private var heldCount = 0
  /// The name and the place of the line before, since repetitions follow one another.
  private var lastName: [UInt8] = []
  private var lastBenchmark: Int?

  private struct Key: Hashable {
    let name: [UInt8]
    let configuration: Int
  }

  /// Begins a file.
  ///
  /// - Parameter path: The file's name for messages.
  init(path: String) {
    self.path = path
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
      let whole = rest
      rest = []
      try take(whole, 0..<whole.count, &complete)
      start = end + 1
    }
    while let end = newline(in: bytes, from: start) {
      try take(bytes, start..<end, &complete)
      start = end + 1
    }
    rest = Array(bytes[start...])
    try refuseLongLine(rest.count)
    return complete
  }

  /// Ends the file and returns what was held back.
  mutating func finish() throws(ReferenceError) -> [ExternalResult] {
    var complete: [ExternalResult] = []
    if !rest.isEmpty {
      let whole = rest
      rest = []
      try take(whole, 0..<whole.count, &complete)
    }
    if places.isEmpty { throw fault(.noResults) }
    return complete + handOver()
  }

  private func newline(in bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\n") { return place }
      place += 1
    }
    return nil
  }

  private func refuseLongLine(_ count: Int) throws(ReferenceError) {
    guard count > Self.maximumLineBytes else { return }
    throw .problem(
      .lineTooLong(limit: Self.maximumLineBytes), at: ReferencePlace(path, .line(line + 1)))
  }

  private mutating func take(
    _ bytes: [UInt8], _ range: Range<Int>, _ complete: inout [ExternalResult]
  ) throws(ReferenceError) {
    try refuseLongLine(range.count)
    line += 1
    guard !range.isEmpty else { return }
    try refuseInvalid(bytes, range)
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "B"):
      guard startsLikeResult(bytes, range) else { return }
      try takeResult(bytes, range)
      if heldCount >= Self.maximumHeld { complete += handOver() }
    case UInt8(ascii: "U"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
      let text = String(decoding: bytes[range], as: UTF8.self)
      if let problem = configuration.take(text) { throw fault(problem) }
      lastBenchmark = nil
    default: break
    }
  }

  private func refuseInvalid(_ bytes: [UInt8], _ range: Range<Int>) throws(ReferenceError) {
    var all: UInt8 = 0
    for index in range { all |= bytes[index] }
    guard all >= 0x80, let bad = firstInvalidByte(in: bytes[range]) else { return }
    throw .problem(
      .notUTF8(byte: bytes[bad]),
      at: ReferencePlace(path, .character(bad - range.lowerBound + 1, line: line)))
  }

  private func fault(_ problem: ExternalProblem) -> ReferenceError {
    .problem(.external(problem), at: ReferencePlace(path, line == 0 ? .file : .line(line)))
  }

  /// All values that were held back.
  private mutating func handOver() -> [ExternalResult] {
    var complete: [ExternalResult] = []
    for index in held.indices where !held[index].values.isEmpty {
      complete.append(held[index])
      held[index].values = []
      held[index].iterations = []
    }
    heldCount = 0
    return complete
  }
}

/// Lines of results.
extension GoBenchmarkReader {
  /// Whether the first field is `Benchmark` alone or followed by what is no lower-case letter.
  private func startsLikeResult(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let word = "Benchmark".utf8
    guard range.count >= word.count, bytes[range].starts(with: word) else { return false }
    let next = range.lowerBound + word.count
    return next == range.upperBound || !(0x61...0x7A).contains(bytes[next])
  }

  private mutating func takeResult(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(ReferenceError) {
    var place = range.lowerBound
    let name = field(bytes, &place, range.upperBound)
    let count = field(bytes, &place, range.upperBound)
    // `go test -v` announces each benchmark by its name alone.
    guard !count.isEmpty else { return }
    guard DecimalNumber.end(in: bytes, from: count.lowerBound, isJSON: false) == count.upperBound,
      let number = DecimalNumber.value(of: bytes, count), let iterations = Int(exactly: number),
      iterations >= 1
    else {
      throw malformed("\(quoted(text(bytes, count))) is no number of iterations")
    }
    let benchmark = try benchmark(named: bytes, name)
    var metric = 0
    var seen: UInt64 = 0
    while true {
      let value = field(bytes, &place, range.upperBound)
      if value.isEmpty { break }
      let unit = field(bytes, &place, range.upperBound)
      guard !unit.isEmpty else { throw malformed("its last value has no unit") }
      let unitPlace = try self.place(
        of: unit, in: bytes, benchmark, likely: metric, name: name)
      guard seen & 1 << unitPlace == 0 else {
        throw malformed("it has two values in \(quoted(text(bytes, unit)))")
      }
      seen |= 1 << unitPlace
      let index = places[benchmark][unitPlace]
      held[index].values.append(try quantity(bytes, value, of: held[index].unit))
      held[index].iterations.append(iterations)
      heldCount += 1
      metric += 1
    }
    if metric == 0 { throw malformed("it has no value") }
  }

  private func quantity(
    _ bytes: [UInt8], _ range: Range<Int>, of unit: ExternalUnit
  ) throws(ReferenceError) -> Double {
    guard DecimalNumber.end(in: bytes, from: range.lowerBound, isJSON: false) == range.upperBound,
      let number = DecimalNumber.value(of: bytes, range)
    else {
      throw malformed("\(quoted(text(bytes, range))) is no finite decimal number")
    }
    if let problem = unit.problem(with: number) { throw fault(problem) }
    return number * unit.factor
  }

  private func malformed(_ reason: String) -> ReferenceError {
    fault(.malformedResult(reason: reason))
  }

  private func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// The next run of bytes that are no white space; empty at the end of the line.
  private func field(_ bytes: [UInt8], _ place: inout Int, _ end: Int) -> Range<Int> {
    while place < end, isSpace(bytes[place]) { place += 1 }
    let start = place
    while place < end, !isSpace(bytes[place]) { place += 1 }
    return start..<place
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// The number of the benchmark of a name under the configuration as it is.
  private mutating func benchmark(
    named bytes: [UInt8], _ range: Range<Int>
  ) throws(ReferenceError) -> Int {
    if let lastBenchmark, range.count == lastName.count, isEqual(bytes, range, lastName) {
      return lastBenchmark
    }
    let name = Array(bytes[range])
    let key = Key(name: name, configuration: configuration.number())
    let number = benchmarks[key] ?? places.count
    if number == places.count {
      benchmarks[key] = number
      places.append([])
    }
    (lastName, lastBenchmark) = (name, number)
    return number
  }

  private func isEqual(_ bytes: [UInt8], _ range: Range<Int>, _ other: [UInt8]) -> Bool {
    for index in 0..<other.count where bytes[range.lowerBound + index] != other[index] {
      return false
    }
    return true
  }

  /// The place of a unit among those of a benchmark; its result is made when it is new.
  ///
  /// - Parameter likely: The place of the unit in its line, where it most likely was before.
  private mutating func place(
    of unit: Range<Int>, in bytes: [UInt8], _ benchmark: Int, likely: Int, name: Range<Int>
  ) throws(ReferenceError) -> Int {
    let known = places[benchmark]
    if likely < known.count, isEqual(bytes, unit, to: held[known[likely]].metric) { return likely }
    let metric = text(bytes, unit)
    if let place = known.firstIndex(where: { held[$0].metric == metric }) { return place }
    guard known.count < Self.maximumUnits else {
      throw malformed("its benchmark has more than \(Self.maximumUnits) units")
    }
    guard held.count < Self.maximumResults else {
      throw fault(.tooManyResults(limit: Self.maximumResults))
    }
    places[benchmark].append(held.count)
    held.append(
      ExternalResult(
        position: held.count, name: text(bytes, name), metric: metric,
        unit: ExternalUnit(printed: metric), facts: configuration.facts(ofUnit: metric)))
    return known.count
  }

  private func isEqual(_ bytes: [UInt8], _ range: Range<Int>, to text: String) -> Bool {
    var place = range.lowerBound
    for byte in text.utf8 {
      guard place < range.upperBound, bytes[place] == byte else { return false }
      place += 1
    }
    return place == range.upperBound
  }
}
