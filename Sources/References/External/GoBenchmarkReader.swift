import BenchmarkModel

/// Reads Go's benchmark text line by line, however long the file is.
///
/// Source: The Go Authors, "Proposal: Go Benchmark Data Format" (2016), with benchstat's `Unit` lines.
/// Lines that are neither results nor configuration are ignored, as the format requires; a malformed
/// result is an error. The lines of one benchmark under the same configuration form one result for each
/// unit.
struct GoBenchmarkReader: LineFormat {
  /// The maximum number of units of a benchmark.
  static let maximumUnits = 64

  var held = HeldResults()
  private let path: String
  private var line = 0
  private var configuration = GoConfiguration()
  private var benchmarks: [Key: Int] = [:]
  /// The results of each benchmark, in the order of its units.
  private var places: [[Place]] = []
  /// The name and index of the previous line's benchmark, since repetitions follow one another.
  private var lastName: [UInt8] = []
  private var lastBenchmark: Int?

  private struct Key: Hashable {
    let name: [UInt8]
    let configuration: Int
  }

  /// Where the values of a unit of a benchmark are collected.
  private struct Place {
    let unit: [UInt8]
    let result: Int
  }

  init(path: String) {
    self.path = path
  }

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    guard case .text(let lines) = beginning.content else { return false }
    return lines.contains { line in
      ["goos: ", "goarch: ", "pkg: "].contains { line.starts(with: $0.utf8) }
        || isResult(String(decoding: line, as: UTF8.self))
    }
  }

  private static func isResult(_ line: String) -> Bool {
    let fields = line.split(whereSeparator: \.isWhitespace)
    return fields.count >= 4 && fields[0].hasPrefix("Benchmark") && Int(fields[1]) != nil
      && Double(fields[2]) != nil
  }

  mutating func take(
    _ bytes: Span<UInt8>, _ range: Range<Int>, line: Int
  ) throws(ReferenceError) {
    self.line = line
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "B"):
      if startsLikeResult(bytes, range) { try takeResult(bytes, range) }
    case UInt8(ascii: "-"): try takeFailure(bytes, range)
    case UInt8(ascii: "U"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
      if let problem = configuration.take(bytes.text(range)) { throw fault(problem) }
      lastBenchmark = nil
    default: break
    }
  }

  private func fault(_ problem: ExternalProblem) -> ReferenceError {
    .problem(.external(problem), at: ReferencePlace(path, .line(line)))
  }
}

/// Lines of results.
extension GoBenchmarkReader {
  private static let word = Array("Benchmark".utf8)

  /// Whether the first field is `Benchmark`, alone or followed by anything but a lower-case letter.
  private func startsLikeResult(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let end = range.lowerBound + Self.word.count
    guard end <= range.upperBound, bytes.holds(Self.word, in: range.lowerBound..<end) else {
      return false
    }
    return end == range.upperBound || !(0x61...0x7A).contains(bytes[end])
  }

  private mutating func takeResult(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(ReferenceError) {
    var place = range.lowerBound
    let name = field(bytes, &place, range.upperBound)
    let count = field(bytes, &place, range.upperBound)
    // `go test -v` announces each benchmark by its name alone.
    guard !count.isEmpty else { return }
    if let reason = failure(bytes, count, place..<range.upperBound) {
      return try addFailure(reason, bytes, name)
    }
    guard let number = number(bytes, count), let iterations = Int(exactly: number), iterations >= 0
    else {
      throw malformed("\(quoted(bytes.text(count))) is not a number of iterations")
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
        throw malformed("it has two values in \(quoted(bytes.text(unit)))")
      }
      seen |= 1 << unitPlace
      let index = places[benchmark][unitPlace].result
      switch try quantity(bytes, value, of: held.results[index].unit) {
      case .gap(let printed): held.addGap(printed, to: index)
      // What ran no iteration has measured nothing.
      case .number where iterations == 0: held.addGap("0 iterations", to: index)
      case .number(let number): held.add(number, iterations: iterations, to: index)
      }
      metric += 1
    }
    if metric == 0 { throw malformed("it has no value") }
  }

  /// Why a benchmark has no values, as `go test` prints it after the name: `--- FAIL: …`,
  /// `--- SKIP: …` or `panic: …`; nil for a result.
  private func failure(
    _ bytes: Span<UInt8>, _ field: Range<Int>, _ rest: Range<Int>
  ) -> String? {
    if bytes.holds(Array("panic:".utf8), in: field) { return "panic" }
    guard bytes.holds(Array("---".utf8), in: field) else { return nil }
    var place = rest.lowerBound
    let word = self.field(bytes, &place, rest.upperBound)
    return ["FAIL:", "SKIP:"].first { bytes.holds(Array($0.utf8), in: word) }.map {
      "--- \($0.dropLast())"
    }
  }

  /// Takes `--- FAIL: BenchmarkX` on a separate line, as `go test` prints it for a benchmark that failed
  /// before its first result, and with `-v` for one that was skipped.
  private mutating func takeFailure(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(ReferenceError) {
    var place = range.lowerBound
    let dashes = field(bytes, &place, range.upperBound)
    guard let reason = failure(bytes, dashes, place..<range.upperBound) else { return }
    _ = field(bytes, &place, range.upperBound)
    let name = field(bytes, &place, range.upperBound)
    guard startsLikeResult(bytes, name) else { return }
    try addFailure(reason, bytes, name)
  }

  /// Keeps a benchmark without values, in the unit that every benchmark has.
  private mutating func addFailure(
    _ reason: String, _ bytes: Span<UInt8>, _ name: Range<Int>
  ) throws(ReferenceError) {
    let benchmark = try benchmark(named: bytes, name)
    let unit = Array("ns/op".utf8)
    let known = places[benchmark].first { $0.unit == unit }?.result
    if let known { return held.addGap(reason, to: known) }
    let position = try addResult(bytes.text(name), "ns/op")
    places[benchmark].append(Place(unit: unit, result: position))
    held.addGap(reason, to: position)
  }

  private func quantity(
    _ bytes: Span<UInt8>, _ range: Range<Int>, of unit: ExternalUnit
  ) throws(ReferenceError) -> NumberOrGap {
    guard let number = number(bytes, range) else {
      let text = bytes.text(range)
      if NoValue.isWord(text) { return .gap(text) }
      throw malformed("\(quoted(text)) is not a finite decimal number")
    }
    if let problem = unit.problem(with: number) { throw fault(problem) }
    return .number(number * unit.factor)
  }

  /// The number that makes up the whole field.
  private func number(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Double? {
    guard let (value, end) = DecimalNumber.read(bytes, from: field.lowerBound, isJSON: false),
      end == field.upperBound
    else { return nil }
    return value
  }

  private func malformed(_ reason: String) -> ReferenceError {
    fault(.malformedResult(reason: reason))
  }

  /// The next run of bytes that are not white space; empty at the end of the line.
  private func field(_ bytes: Span<UInt8>, _ place: inout Int, _ end: Int) -> Range<Int> {
    while place < end, isSpace(bytes[place]) { place += 1 }
    let start = place
    while place < end, !isSpace(bytes[place]) { place += 1 }
    return start..<place
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// The index of the benchmark with a name under the current configuration.
  private mutating func benchmark(
    named bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(ReferenceError) -> Int {
    if let lastBenchmark, bytes.holds(lastName, in: range) { return lastBenchmark }
    let name = bytes.bytes(range)
    let key = Key(name: name, configuration: configuration.number())
    let number = benchmarks[key] ?? places.count
    if number == places.count {
      benchmarks[key] = number
      places.append([])
    }
    (lastName, lastBenchmark) = (name, number)
    return number
  }

  /// The index of a unit among those of a benchmark; a new unit gets a new result.
  ///
  /// - Parameter likely: The position of the unit in its line, which is most likely its index.
  private mutating func place(
    of unit: Range<Int>, in bytes: Span<UInt8>, _ benchmark: Int, likely: Int, name: Range<Int>
  ) throws(ReferenceError) -> Int {
    let known = places[benchmark]
    if likely < known.count, bytes.holds(known[likely].unit, in: unit) { return likely }
    for place in known.indices where bytes.holds(known[place].unit, in: unit) { return place }
    guard known.count < Self.maximumUnits else {
      throw malformed("its benchmark has more than \(Self.maximumUnits) units")
    }
    let position = try addResult(bytes.text(name), bytes.text(unit))
    places[benchmark].append(Place(unit: bytes.bytes(unit), result: position))
    return known.count
  }

  /// Adds a result under the current configuration and returns its position.
  private mutating func addResult(
    _ name: String, _ metric: String
  ) throws(ReferenceError) -> Int {
    let result = ExternalResult(
      name: name, metric: metric, unit: ExternalUnit(printed: metric),
      facts: configuration.facts(ofUnit: metric))
    guard let position = held.add(result) else {
      throw fault(.tooManyResults(limit: HeldResults.maximumResults))
    }
    return position
  }
}
