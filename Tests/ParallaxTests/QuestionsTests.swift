import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// The statements of `docs/questions.md`, each on a small database.
@Suite struct QuestionsTests {
  let tool: BuiltTool
  let store: MeasurementStore

  static let values: [String: QueryValue] = [
    "run": .integer(1), "workload": .text("ping-pong"), "runtime": .text("go"),
    "parameters": .text("rounds=1000"), "machine": .text("Example"),
    "baseline": .text("swift-async"),
  ]

  static let statements: [String] = {
    let file = ImportTests.root.appending(path: "docs/questions.md")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.matches(of: /```sql\n((?:.|\n)*?)```/).map { String($0.output.1) }
  }()

  init() throws {
    tool = try BuiltTool()
    store = try MeasurementStore(path: tool.database, access: .create)
    try ExportTests.add(ExportTests.run, to: store)
    try store.importReferences(
      path: "p.csv", sha256: String(repeating: "b", count: 64),
      sources: [ExportTests.source(title: "A page")], references: [ExportTests.reference],
      importedAt: ExportTests.moment)
    try Nights().add(1, to: store)
    try AnalysisWriter(store: store, runtimes: SourceTree.runtimesIfAny()).bringUpToDate()
    let go = Case(Implementation(workload: "ping-pong", runtime: .go), [Parameter("rounds", 1000)])
    let actor = Case(
      Implementation(workload: "ping-pong", runtime: .swiftAsync, variant: "actor"), go.parameters)
    var analysis = try #require(try store.analysis(of: ExportTests.run))
    analysis.quotients = [
      RunAnalysis.Quotient(
        go, baseline: actor, metric: "elapsedNanoseconds", ratio: 2, interval: nil, pValue: nil,
        adjustedPValue: nil, verdict: "inconclusive", isConfirmed: false)
    ]
    try store.store(analysis, of: ExportTests.run, metrics: [])
    try store.store(
      [
        StoredChange(
          go, metric: "elapsedNanoseconds", lastRun: ExportTests.run, firstRun: Nights.id(1),
          before: 1, after: 2, ratio: 2, interval: nil, pValue: 0.01, verdict: "worse")
      ], onMachine: "3f2a", method: AnalysisWriter.method, metrics: [])
  }

  @Test func thereAreTwelveQuestions() {
    #expect(Self.statements.count == 12)
  }

  @Test(arguments: statements) func eachStatementGivesRows(sql: String) throws {
    let bench = "\(tool.folder)/b.txt"
    try Data("BenchmarkPingPong-2 100 2500 ns/op\n".utf8).write(to: URL(filePath: bench))
    let map = "\(tool.folder)/map.csv"
    let mapping = """
      name,metric,workload,runtime,variant,parameters,ourMetric
      BenchmarkPingPong-2,ns/op,ping-pong,go,default,rounds=1000,elapsedNanoseconds

      """
    try Data(mapping.utf8).write(to: URL(filePath: map))
    let imported = try tool.run("import", "--db", tool.database, "--map", map, bench)
    try #require(imported.exitCode == 0, "\(imported.errors)")
    #expect(try rows(sql).count > 0)
  }

  /// No statement reads a table as a whole that has a row for each trial or value.
  @Test(arguments: statements) func noStatementScansALargeTable(sql: String) throws {
    let steps = try rows("EXPLAIN QUERY PLAN " + sql).map { "\($0[3])" }
    let large = [
      "plannedTrial", "trial", "measurement", "estimate", "comparison", "latency",
      "trialSummary", "latencySummary", "one",
      "externalSample", "sample",
    ]
    #expect(!steps.isEmpty)
    for step in steps {
      let words = step.split(separator: " ").map(String.init)
      #expect(!(words[0] == "SCAN" && large.contains(words[1])), "\(step) of \(sql)")
    }
  }

  private func rows(_ sql: String) throws -> [[QueryValue]] {
    let names = SQLParameters(of: sql).names
    let arguments = Self.values.filter { names.contains($0.key) }
    var rows: [[QueryValue]] = []
    try store.query(
      sql, arguments: arguments,
      row: {
        rows.append($0)
        return .more
      })
    return rows
  }
}
