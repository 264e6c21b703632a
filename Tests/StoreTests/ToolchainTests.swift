import BenchmarkModel
import Testing

@testable import Store

@Suite struct ToolchainTests {
  private let folder: TemporaryFolder
  private let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private func go(_ toolchain: String?) -> Case {
    var measured = fixtureCase("sleeping-tasks", .go)
    measured.implementation.toolchain = toolchain
    return measured
  }

  @Test func casesOfSeveralToolchainsStayApart() throws {
    let cases = [go(nil), go("1.25"), go("1.23")]
    let trials = try store.addRun(cases: cases)
    #expect(try store.trials(of: runID) == trials)
    #expect(try store.plan(of: runID).map(\.case) == cases)
    let coverage = try store.coverage(of: store.runs())
    #expect(coverage[0].workloads[0].completedTrials == 1)
    #expect(coverage[0].workloads[0].runtimes == ["go"])
    #expect(coverage[0].workloads[0].toolchains == ["go@1.25", "go@1.23"])
  }

  @Test func onlyTheDefaultToolchainMakesARuntimeMeasured() throws {
    try store.addRun(cases: [go("1.25")])
    #expect(try store.coverage(of: store.runs())[0].workloads[0].runtimes.isEmpty)
  }

  @Test func whatIsDerivedFromSeveralToolchainsStaysApart() throws {
    let cases = [go(nil), go("1.25"), go("1.23")]
    try store.addRun(cases: cases)
    var analysis = fixtureAnalysis(cases)
    for index in cases.indices { analysis.levels[index].value = Double(100 + index) }
    analysis.levels.indices.forEach { analysis.levels[$0].interval = nil }
    #expect(try store.store(analysis, of: runID, metrics: []))
    let stored = try #require(try store.analysis(of: runID))
    #expect(Set(stored.levels) == Set(analysis.levels))
    #expect(Set(stored.quotients) == Set(analysis.quotients))
    let changes = cases.map { fixtureChange($0) }
    try store.store(changes, onMachine: "f1", method: "1", metrics: [])
    #expect(try Set(store.changes()) == Set(changes))
    let rows = try store.rows(
      "SELECT toolchain, baselineToolchain FROM caseComparison ORDER BY toolchain")
    #expect(rows == ["1.23", "1.25"].map { [.text($0), .text("default")] })
  }

  @Test func viewsNameTheToolchain() throws {
    try store.addRun(cases: [go(nil), go("1.25")])
    let rows = try store.rows(
      "SELECT runtime, toolchain FROM caseSummary WHERE metric = 'elapsedNanoseconds' ORDER BY 2")
    #expect(rows == ["1.25", "default"].map { [.text("go"), .text($0)] })
  }
}
