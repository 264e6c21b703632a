import Analysis
import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// The export formats, from a small database.
@Suite struct ExportTests {
  let folder: String
  let store: MeasurementStore

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = try MeasurementStore(path: "\(folder)/results.sqlite", access: .create)
    try Self.add(Self.run, to: store)
    try store.name(Self.run, "before")
    try store.tag(Self.run, ["nightly"])
    try store.note(Self.run, "With the \"new\" allocator.", at: Self.moment)
    try store.importReferences(
      path: "published.csv", sha256: String(repeating: "b", count: 64),
      sources: [Self.source(title: "A page")], references: [Self.reference],
      importedAt: Self.moment)
  }

  private func text(_ format: ExportFormat, runs: [String]? = nil) throws -> String {
    String(decoding: try Exporter(store: store, runs: runs).bytes(of: format), as: UTF8.self)
  }

  @Test func csvHasARowForEachMeasurementWithItsNaturalKey() throws {
    let start = "\(Self.run),0,ping-pong,go,default,default,rounds=1000"
    let rows = [
      "run,position,workload,runtime,variant,toolchain,parameters,metric,unit,iteration,isWarmup,value",
      "\(start),elapsedNanoseconds,nanoseconds,0,1,900000",
      "\(start),elapsedNanoseconds,nanoseconds,1,0,250000.5",
      "\(start),elapsedNanoseconds,nanoseconds,2,0,150000",
      "\(start),messagesPerSecond,perSecond,1,0,4000000",
      "\(start),peakResidentBytes,bytes,,0,4194304",
      "\(start),userNanoseconds,nanoseconds,,0,2000000",
    ]
    #expect(try text(.csv) == rows.map { $0 + "\r\n" }.joined())
  }

  @Test func ndjsonHasTheSameRows() throws {
    let start = """
      {"run":"\(Self.run)","position":0,"workload":"ping-pong","runtime":"go","variant":"default",\
      "toolchain":"default","parameters":"rounds=1000",
      """
    let lines = try text(.ndjson).split(separator: "\n").map(String.init)
    #expect(lines.count == 6)
    #expect(
      lines[1] == start
        + #""metric":"elapsedNanoseconds","unit":"nanoseconds","iteration":1,"isWarmup":false,"#
        + #""value":250000.5}"#)
    #expect(lines[4].hasPrefix(start + #""metric":"peakResidentBytes","unit":"bytes","#))
    #expect(lines[4].hasSuffix(#""iteration":null,"isWarmup":false,"value":4194304}"#))
  }

  @Test func hyperfineGetsTheTimesOfIterationsInSeconds() throws {
    struct Export: Decodable {
      struct Result: Decodable {
        var command: String
        var mean, median, user, min, max: Double
        var stddev, system: Double?
        var times: [Double]
        var exit_codes: [Int]
        var parameters: [String: String]
      }
      var results: [Result]
    }
    try Self.add(Self.other, to: store)
    let export = try JSONDecoder().decode(Export.self, from: Data(text(.hyperfine).utf8))
    #expect(export.results.map { $0.parameters["run"] } == [Self.run, Self.other])
    let result = export.results[0]
    #expect(result.command == "ping-pong/go rounds=1000")
    #expect(result.times == [0.0002500005, 0.00015])
    #expect(abs(result.mean - 0.00020000025) < 1e-15)
    #expect(abs(result.median - 0.00020000025) < 1e-15)
    // Half the difference times √2.
    #expect(abs((result.stddev ?? 0) - 0.0001000005 / 2.0.squareRoot()) < 1e-15)
    #expect([result.min, result.max, result.user] == [0.00015, 0.0002500005, 0.002])
    #expect(result.system == nil)
    #expect(result.exit_codes == [0, 0])
    #expect(result.parameters == ["run": Self.run, "runtime": "go", "rounds": "1000"])
  }

  @Test func goGetsALineForEachTrialWithTheMediansOfItsIterations() throws {
    let expected = """
      # run \(Self.run), preset quick, Parallax 0.1.0
      # go go1.27.3
      goos: linux
      goarch: amd64
      cpu: Example 9000
      Unit ns/op better=lower
      Unit messages/s better=higher
      Unit peak-resident-bytes better=lower
      Unit user-ns better=lower
      BenchmarkPingPong/runtime=go/rounds=1000-2\t2\t200000.25 ns/op\t4000000 messages/s\t\
      4194304 peak-resident-bytes\t2000000 user-ns

      """
    #expect(try text(.goBench) == expected)
  }

  /// The grammar in https://golang.org/design/14313-benchmark-format, including unit lines.
  @Test func everyLineForGoFollowsTheFormat() throws {
    try Self.add(Self.other, to: store)
    let lines = try text(.goBench).split(separator: "\n").map(String.init)
    #expect(lines.filter { $0.hasPrefix("run: ") }.count == 2)
    for line in lines where !line.hasPrefix("#") {
      let fields = line.split(whereSeparator: \.isWhitespace).map(String.init)
      if line.hasPrefix("Benchmark") {
        let letter = try #require(line.dropFirst("Benchmark".count).first)
        #expect(!letter.isLowercase && fields.count >= 4 && fields.count.isMultiple(of: 2))
        #expect((Int(fields[1]) ?? 0) >= 1)
        for index in stride(from: 2, to: fields.count, by: 2) {
          #expect(Double(fields[index]) != nil)
        }
        let units = stride(from: 3, to: fields.count, by: 2).map { fields[$0] }
        #expect(Set(units).count == units.count)
      } else if fields.first == "Unit" {
        #expect(fields.count == 3 && ["better=lower", "better=higher"].contains(fields[2]))
      } else {
        let end = try #require(line.firstRange(of: ": "), "\(line)")
        let key = line[..<end.lowerBound]
        #expect(key.first?.isLowercase == true && end.upperBound < line.endIndex, "\(line)")
        #expect(!key.contains { $0.isWhitespace || $0.isUppercase || $0 == ":" }, "\(line)")
      }
    }
  }

  @Test func onlyTheChosenRunsAreExportedInTheirOrder() throws {
    try Self.add(Self.other, to: store)
    for format in ExportFormat.allCases {
      let both = try text(format, runs: [Self.other, Self.run])
      let order = [Self.other, Self.run].map { both.firstRange(of: $0)?.lowerBound }
      #expect(try #require(order[0]) < #require(order[1]), "\(format)")
      #expect(try !text(format, runs: [Self.other]).contains(Self.run), "\(format)")
    }
  }

  @Test func anEmptyDatabaseGivesAnEmptyExport() throws {
    let empty = try MeasurementStore(path: "\(folder)/empty.sqlite", access: .create)
    let exporter = Exporter(store: empty)
    for (format, text) in [
      (ExportFormat.ndjson, ""), (.goBench, ""), (.hyperfine, "{\"results\":[]}\n"),
    ] {
      #expect(try String(decoding: exporter.bytes(of: format), as: UTF8.self) == text)
    }
    let json = try JSONDecoder().decode(JSONValue.self, from: Data(exporter.bytes(of: .json)))
    #expect(
      json
        == .object([
          "format": .string("parallax-results"), "version": .number(1), "metrics": .array([]),
          "runs": .array([]), "sources": .array([]), "references": .array([]),
        ]))
  }

  /// The example is the full export of this database, except for metrics without measurements.
  @Test func theDocumentedExampleMatchesTheExport() throws {
    let page = ImportTests.root.appending(path: "Sources/parallax/README.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let example = try #require(
      text.split(separator: "```json\n").dropFirst().first?.split(separator: "\n```").first)
    let documented = try JSONDecoder().decode(JSONValue.self, from: Data(example.utf8))
    var exported = try JSONDecoder().decode(
      JSONValue.self, from: Data(Exporter(store: store).bytes(of: .json)))
    guard case .object(var fields) = exported, case .array(let metrics) = fields["metrics"] else {
      Issue.record("The export is no object with metrics.")
      return
    }
    #expect(metrics.count == Metric.common.count + 1)
    let shown = ["elapsedNanoseconds", "messagesPerSecond", "peakResidentBytes", "userNanoseconds"]
    fields["metrics"] = .array(
      metrics.filter { metric in shown.contains { metric.has("name", .string($0)) } })
    exported = .object(fields)
    #expect(documented == exported)
    guard case .object(var own) = documented else { return }
    // Fields described with the database, and names that are data.
    own["references"] = nil
    let data: Set = ["rounds", "governor", "GOGC", "spawn", "kind", "message", "writtenAt", "text"]
    for name in JSONValue.object(own).names.subtracting(data) {
      #expect(text.contains("| \(name) |"), "\(name) is not described")
    }
  }

  @Test func foreignTextStaysTextInEveryFormat() throws {
    let path = "\(folder)/odd.sqlite"
    let odd = try MeasurementStore(path: path, access: .create)
    let nasty = "a,\"b\"\n/c\u{1F600} \\ \u{7}"
    let one = Case(
      Implementation(workload: "odd", runtime: .go, variant: "odd"), [Parameter("odd", 1)])
    let planned = PlannedTrial(position: 0, block: 0, case: one, warmups: 0, iterations: 1)
    let machine = Machine(
      fingerprint: "x", cpuModel: nasty, architecture: nasty, logicalCores: 1, memoryBytes: nil,
      operatingSystem: nil, kernel: nil, facts: [nasty: nasty])
    try odd.begin(
      Run(
        id: Self.run, startedAt: Self.moment, preset: nasty, seed: 1, toolVersion: nasty,
        machine: machine), plan: [planned], metrics: Metric.common)
    try odd.record(
      Trial(
        planned: planned, startedAt: Self.moment, outcome: Outcome(.completed),
        measurements: [Measurement("elapsedNanoseconds", iteration: 0, 1e-9)]), in: Self.run)
    let exporter = Exporter(store: odd)
    let whole = try JSONDecoder().decode(JSONValue.self, from: Data(exporter.bytes(of: .json)))
    #expect(whole.names.contains(nasty))
    let row = try JSONDecoder().decode(JSONValue.self, from: Data(exporter.bytes(of: .ndjson)))
    #expect(row.has("workload", .string("odd")))
    #expect(row.has("value", .number(1e-9)))
    let lines = try String(decoding: exporter.bytes(of: .goBench), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("Benchmark") }.count == 1)
    #expect(lines.allSatisfy { !$0.hasPrefix("/") && !$0.hasPrefix("_") })
    // Otherwise the next export could not replace it.
    for format in ExportFormat.allCases {
      let beginning = Array(try exporter.bytes(of: format).prefix(4_096))
      #expect(
        Exporter.isExport(beginning), "\(format): \(String(decoding: beginning, as: UTF8.self))")
    }
  }
}

/// Any JSON value, for comparison.
enum JSONValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func has(_ name: String, _ value: JSONValue) -> Bool {
    guard case .object(let fields) = self else { return false }
    return fields[name] == value
  }

  /// The names of all fields of all objects in it.
  var names: Set<String> {
    switch self {
    case .array(let values): values.reduce(into: []) { $0.formUnion($1.names) }
    case .object(let fields):
      fields.values.reduce(into: Set(fields.keys)) { $0.formUnion($1.names) }
    default: []
    }
  }
}
