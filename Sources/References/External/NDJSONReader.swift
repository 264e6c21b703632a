import BenchmarkModel

/// Reads the results of any tool as JSON objects, one per line, from files of any length.
///
/// `benchmark` and `value` are required; `metric`, `unit` and `iterations` are optional. All other
/// members are facts. Lines that differ only in `value` and `iterations` form one result. Blank lines
/// are ignored.
struct NDJSONReader: LineFormat {
  /// The metric of a line that does not name one.
  static let unnamedMetric = "value"
  /// The maximum total size of the remembered lines in bytes.
  static let maximumShapeBytes = 16 << 20

  var held = HeldResults()
  private let path: String
  /// The positions of results by the shapes of their lines.
  private var shapes: [LineShape: Int] = [:]
  private var shapeBytes = 0
  private var positions: [Identity: Int] = [:]

  /// What the lines of one result have in common.
  ///
  /// Texts by their bytes, because Swift takes texts for equal that differ in how their accents are
  /// composed.
  private struct Identity: Hashable {
    let name, metric, unit: [UInt8]
    let facts: [[UInt8]]
    let hasIterations: Bool
  }

  init(path: String) {
    self.path = path
  }

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["benchmark", "value"])
  }

  mutating func take(
    _ bytes: Span<UInt8>, _ range: Range<Int>, line: Int
  ) throws(ReferenceError) {
    let shaped = LineShape.read(bytes, range)
    // A line with a known shape needs no further checks.
    if let shaped, let position = shapes[shaped.shape],
      let quantity = quantity(shaped.value, of: held.results[position].unit)
    {
      return held.add(quantity, iterations: shaped.iterations, to: position)
    }
    let object = bytes.bytes(range)
    if object.allSatisfy(JSONScanner.isSpace) { return }
    let position = try takeObject(object, line: line)
    guard let shaped else { return }
    shapeBytes += shaped.shape.bytes.count
    // Otherwise lines with ever-changing members would fill the memory.
    if shapeBytes > Self.maximumShapeBytes { (shapes, shapeBytes) = ([:], 0) }
    shapes[shaped.shape] = position
  }

  private func quantity(_ number: Double, of unit: ExternalUnit) -> Double? {
    unit.problem(with: number) == nil ? number * unit.factor : nil
  }

  /// Reads a whole line and returns the position of its result.
  private mutating func takeObject(_ bytes: [UInt8], line: Int) throws(ReferenceError) -> Int {
    var scanner = JSONScanner(bytes, path: path, line: line, allowsNotANumber: true)
    let node = try scanner.node(at: "")
    guard scanner.next() == nil else { throw scanner.expected("the end of the line") }
    let name = try node.required("benchmark").text()
    let metric = try node.member("metric")?.text() ?? Self.unnamedMetric
    let printed = try node.member("unit")?.text() ?? ""
    let unit =
      Metric.Unit(rawValue: printed).map { ExternalUnit(printed, $0) }
      ?? ExternalUnit(printed: printed)
    guard let member = try node.memberOrNull("value") else {
      throw node.fault(.missingKey("value"))
    }
    let value = try member.quantityOrGap(in: unit)
    let iterations = try node.member("iterations")?.count()
    let known = ["benchmark", "metric", "unit", "value", "iterations"]
    let facts = try node.members().filter { !known.contains($0.key) }
      .flatMap { $0.node.facts($0.key) }
    let identity = Identity(
      name: Array(name.utf8), metric: Array(metric.utf8), unit: Array(printed.utf8),
      facts: facts.sorted { $0.name < $1.name }.map { Array("\($0.name)\u{0}\($0.value)".utf8) },
      hasIterations: iterations != nil)
    let result = ExternalResult(name: name, metric: metric, unit: unit, facts: facts)
    guard let position = positions[identity] ?? held.add(result) else {
      throw .problem(
        .external(.tooManyResults(limit: HeldResults.maximumResults)),
        at: ReferencePlace(path, .line(line)))
    }
    positions[identity] = position
    switch value {
    case .number(let number): held.add(number, iterations: iterations, to: position)
    case .gap(let printed): held.addGap(printed, to: position)
    }
    return position
  }
}
