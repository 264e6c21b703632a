import BenchmarkModel
import FoundationEssentials
import Runner
import Statistics
import Store
import Testing
import WorkloadCatalog
import WorkloadKit

@testable import Analysis
@testable import Reporting
@testable import parallax

/// Names of numbers, the statements that return their samples, and `reproduce` as a user calls it.
struct ReproduceTests {
  private static let implementations = Result {
    try SourceTree(from: ImportTests.root.path).locator.implementations().map(\.implementation)
  }

  /// The cases of presets in all implementations.
  private static func cases(
    of workload: any Workload.Type, presets: [Preset] = Preset.allCases
  ) throws -> [Case] {
    let implementations = try Self.implementations.get().filter { $0.workload == workload.name }
    var cases: Set<Case> = []
    for preset in presets {
      let sizes = PresetCases(of: workload, for: preset)
      for implementation in implementations {
        cases.formUnion(sizes.parameters(of: implementation).map { Case(implementation, $0) })
      }
    }
    return cases.sorted { $0.description < $1.description }
  }

  @Test func noTwoNumbersOfTheCatalogShareAName() throws {
    var known: [CellID: String] = [:]
    for workload in Catalog.workloads {
      let input = WorkloadInput(workload, run: nil, trials: [])
      for cell in ReportCell.all(of: input, cases: try Self.cases(of: workload)) {
        let other = known.updateValue(cell.description, forKey: cell.id)
        #expect(other == nil, "\(cell.id): \(other ?? "") and \(cell.description)")
      }
    }
    #expect(known.count > 10_000)
  }

  /// What the query of a page of proofs gives for a number is its sample, value for value, whatever
  /// the metric is computed from.
  @Test func queryOfAProofGivesEachSample() throws {
    let tool = try BuiltTool()
    let measured = try tool.run(
      "measure", "--preset", "smoke", "--workload", "tail-latency", "--workload", "spawn-many",
      "--workload", "fetch-urls", "--runtime", "swift-async", "--trials", "2", "--db",
      tool.database)
    try #require(measured.exitCode == 0, "\(measured.errors)")
    var metrics: Set<String> = []
    for name in ["tail-latency", "spawn-many", "fetch-urls"] {
      let contract = try #require(Catalog.workload(named: name))
      for measured in try Self.cases(of: contract, presets: [.smoke])
      where measured.implementation.runtimeID == "swift-async" {
        let id = CellID(measured, metric: Metric.elapsed.name)
        let found = try MeasuredCell.find(id.text, in: tool.database, run: nil)
        let result = try WorkloadResult(found.original)
        let known = found.original.knownMetrics.filter {
          result.cases.first?.measured[$0.name] != nil
        }
        let query = SampleQuery(result, run: found.run).statement(for: known)
        let values = try values(of: query, measured, tool)
        for metric in known {
          guard let sample = result.cases.first?.measured[metric.name]?.sample else { continue }
          metrics.insert(metric.name)
          #expect(values[metric.name] == sample.trials.flatMap(\.self), "\(metric.name)")
        }
      }
    }
    // Not every machine counts instructions.
    let derived =
      DerivedMetric.all.filter { $0 != .instructionsPerOperation }.map(\.metric) + [.peakResident]
    #expect(metrics.isSuperset(of: derived.map(\.name) + ["latencyP50Nanoseconds"]))
  }

  /// The last column of what a query gives for a case, by the metric in the first.
  private func values(
    of query: String, _ measured: Case, _ tool: BuiltTool
  ) throws -> [String: [Double]] {
    let result = try tool.run("query", "--db", tool.database, "--format", "csv", "--sql", query)
    #expect(result.exitCode == 0, "\(result.errors)")
    let rows = result.output.split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      .filter {
        Array($0[1...4]) == ["swift-async", "default", "default", measured.parameterText]
      }
    return Dictionary(grouping: rows) { $0[0] }.mapValues { rows in
      rows.compactMap { $0.last.flatMap(Double.init) }
    }
  }

  @Test func caseIsMeasuredAgainAsARunThatNoReportShows() throws {
    let tool = try BuiltTool()
    let measured = try tool.run(
      "measure", "--preset", "smoke", "--workload", "spawn-many", "--runtime", "swift-async",
      "--db", tool.database)
    try #require(measured.exitCode == 0, "\(measured.errors)")
    let size = [Parameter("tasks", 1_000)]
    let implementation = Implementation(workload: "spawn-many", runtime: .swiftAsync)
    let id = CellID(Case(implementation, size), metric: DerivedMetric.perOperation.metric.name)

    let again = try tool.run("reproduce", id.text, "--trials", "2", "--db", tool.database)
    #expect(again.exitCode == 3, "\(again.errors)")
    #expect(again.output.hasPrefix("Time per task of spawn-many/swift-async tasks=1000, run "))
    #expect(again.output.hasSuffix("same machine: inconclusive\n"), "\(again.output)")
    #expect(
      again.errors.contains("With fewer than two trials per side the verdict is inconclusive."))
    #expect(
      try tool.value(
        "SELECT count(*) FROM plannedTrial JOIN run ON run.id = run WHERE preset = 'reproduce'")
        == "2")
    #expect(
      try tool.value(
        "SELECT count(DISTINCT benchmarkCase || ' ' || warmups || ' ' || iterations) "
          + "FROM plannedTrial WHERE benchmarkCase IN (SELECT benchmarkCase FROM plannedTrial "
          + "JOIN run ON run.id = run WHERE preset = 'reproduce')") == "1")
    #expect(try tool.value("SELECT preset FROM latestRun") == "smoke")
    // With such a wide tolerance any result agrees, except for the number of trials.
    let wide = try tool.run(
      "reproduce", id.text, "--tolerance", "100000%", "--db", tool.database)
    #expect(wide.exitCode == 3, "\(wide.errors)")
  }

  /// Anyone can look for two sizes whose numbers share a name.
  @Test func anAmbiguousNameIsReportedWithLongerOnes() throws {
    let tool = try BuiltTool()
    let store = try MeasurementStore(path: tool.database, access: .create)
    let cases = [19_763, 179_276].map {
      Case(Implementation(workload: "sleeping-tasks", runtime: .go), [Parameter("tasks", $0)])
    }
    try store.begin(
      Run(
        id: ExportTests.run, startedAt: ExportTests.moment, preset: "quick", seed: 1,
        toolVersion: "0", machine: ExportTests.machine),
      plan: cases.enumerated().map {
        PlannedTrial(position: $0.offset, block: 0, case: $0.element, warmups: 0, iterations: 1)
      }, metrics: Metric.common)
    let names = cases.map { CellID($0, metric: Metric.peakResident.name) }
    #expect(names[0].text == names[1].text)
    let error = #expect(throws: CommandError.self) {
      try MeasuredCell.find(names[0].text, in: tool.database, run: nil)
    }
    for (name, measured) in zip(names, cases) {
      #expect(error?.description.contains("\(name.lengthened) (") == true, "\(error as Any)")
      // It is found, but has no trial.
      let other = #expect(throws: CommandError.self) {
        try MeasuredCell.find(name.lengthened.text, in: tool.database, run: nil)
      }
      #expect(other?.description.contains("No trial of \(measured.description) completed") == true)
    }
  }

  @Test func unknownNameIsReportedWithTheNearest() throws {
    let tool = try BuiltTool()
    let measured = try tool.run(
      "measure", "--preset", "smoke", "--workload", "spawn-many", "--runtime", "swift-async",
      "--db", tool.database)
    try #require(measured.exitCode == 0, "\(measured.errors)")
    let implementation = Implementation(workload: "spawn-many", runtime: .swiftAsync)
    let id = CellID(Case(implementation, [Parameter("tasks", 1_000)]), metric: Metric.elapsed.name)
    let typed = String(id.text.dropLast()) + "!"
    let result = try tool.run("reproduce", typed, "--db", tool.database)
    #expect(result.exitCode == 1)
    #expect(
      result.errors.contains("Did you mean \(id) (Elapsed time of spawn-many/swift-async"),
      "\(result.errors)")
    #expect(try tool.value("SELECT count(*) FROM run") == "1")
    let none = try tool.run("reproduce", id.text, "--trials", "0", "--db", tool.database)
    #expect(none.exitCode == 64)
  }
}
