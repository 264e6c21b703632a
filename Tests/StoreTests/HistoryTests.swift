import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

struct HistoryTests {
  private let folder: TemporaryFolder
  private let elapsed = SummaryFigure(metric: "elapsedNanoseconds", column: .median)

  init() throws { folder = try TemporaryFolder() }

  /// Stores a night's run with one trial for each value of the elapsed time.
  private func add(
    _ night: Int, _ values: [Double], to store: MeasurementStore, machine: Machine? = nil,
    preset: String = "standard", environment: [String: String] = [:]
  ) throws {
    var run = fixtureRun(
      "0000000\(night)-0000-4000-8000-000000000000",
      startedAt: startedAt.addingTimeInterval(Double(night) * 86_400),
      machine: machine ?? fixtureMachine())
    (run.preset, run.environment) = (preset, environment)
    let plan = fixturePlan(values.map { _ in fixtureCase() }, warmups: 0, iterations: 1)
    try store.begin(run, plan: plan, metrics: Metric.common)
    for (planned, value) in zip(plan, values) {
      var trial = fixtureTrial(
        planned, measurements: [Measurement("elapsedNanoseconds", iteration: 0, value)])
      trial.latencies = [
        LatencyBucket("userNanoseconds", iteration: 0, value: Int(value), count: 2_000)
      ]
      try store.record(trial, in: run.id)
    }
    try store.finish(run.id, at: run.startedAt.addingTimeInterval(60))
  }

  private func histories(
    _ store: MeasurementStore, _ figure: SummaryFigure? = nil, limit: Int = 100
  ) throws -> [CaseHistory] {
    try store.histories(
      of: figure ?? elapsed, workload: "sleeping-tasks",
      in: store.historyRuns(onMachine: "f1", limit: limit))
  }

  @Test func aCaseHasItsRunsOldestFirst() throws {
    let store = try folder.store()
    try add(2, [30, 10, 20], to: store)
    try add(1, [5], to: store)
    let histories = try histories(store)
    #expect(histories.map(\.case) == [fixtureCase()])
    let entries = histories[0].entries
    #expect(entries.map(\.run.shortID) == ["00000001", "00000002"])
    #expect(entries.map(\.values) == [[5], [10, 20, 30]])
    #expect(entries.map(\.version) == ["Swift 6.3.1", "Swift 6.3.1"])
    #expect(entries[0].run.commit == "c0ffee")
    #expect(try self.histories(store, limit: 1)[0].entries.map(\.run.shortID) == ["00000002"])
    #expect(
      try store.histories(
        of: elapsed, workload: "sleeping-tasks",
        implementation: Implementation(workload: "sleeping-tasks", runtime: .go),
        in: store.historyRuns(onMachine: "f1", limit: 9)
      ).isEmpty)
  }

  @Test func theCasesOfARunAreKeptApart() throws {
    let store = try folder.store()
    let cases = [fixtureCase(), fixtureCase(variant: "detached"), fixtureCase()]
    for night in 1...2 {
      var run = fixtureRun(
        "0000000\(night)-0000-4000-8000-000000000000",
        startedAt: startedAt.addingTimeInterval(Double(night) * 86_400))
      run.environment = [:]
      let plan = fixturePlan(cases, warmups: 0, iterations: 1)
      try store.begin(run, plan: plan, metrics: Metric.common)
      for (planned, value) in zip(plan, [3.0, 2, 1]) {
        var trial = fixtureTrial(
          planned,
          measurements: [Measurement("elapsedNanoseconds", iteration: 0, value * Double(night))])
        trial.runtimeVersion = "\(night), \(planned.case.implementation.variantName)"
        try store.record(trial, in: run.id)
      }
    }
    let histories = try histories(store)
    #expect(histories.map(\.case) == cases.dropLast())
    #expect(histories.map { $0.entries.map(\.values) } == [[[1, 3], [2, 6]], [[2], [4]]])
    #expect(
      histories.map { $0.entries.map(\.version) }
        == [["1, default", "2, default"], ["1, detached", "2, detached"]])
  }

  @Test func quantilesOfLatenciesAreReadFromTheirSummary() throws {
    let store = try folder.store()
    try add(1, [40, 50], to: store)
    for (column, values) in [
      (SummaryFigure.Column.p50, [40.0, 50]), (.p99, [40, 50]), (.p999, []), (.maximum, [40, 50]),
    ] {
      let figure = SummaryFigure(metric: "userNanoseconds", column: column)
      #expect(try histories(store, figure).flatMap(\.entries).flatMap(\.values) == values)
    }
  }

  @Test func runsThatAreNoResultsOrOfOtherConditionsAreLeftOut() throws {
    let store = try folder.store()
    var other = fixtureMachine()
    other.fingerprint = "f2"
    try add(1, [5], to: store)
    try add(2, [5], to: store, preset: "certify")
    try add(3, [5], to: store, environment: ["GOGC": "off"])
    try add(4, [5], to: store, machine: other)
    #expect(try histories(store)[0].entries.map(\.run.shortID) == ["00000001"])
    #expect(try store.machines().map(\.fingerprint) == ["f2", "f1"])
    #expect(try store.machines().map(\.cpuModel) == ["Example 9000", "Example 9000"])
  }

  @Test func valuesThatCannotBeUsedAreLeftOut() throws {
    let store = try folder.store()
    try add(1, [5, 6], to: store)
    try add(2, [7], to: store)
    try add(3, [8], to: store)
    try store.execute(
      """
      PRAGMA ignore_check_constraints = ON;
      UPDATE trialSummary SET median = -1e300 WHERE median = 5;
      UPDATE run SET seed = 'x' WHERE uuid LIKE '00000002%';
      UPDATE trial SET runtimeVersion = NULL WHERE run = (SELECT max(id) FROM run);
      """)
    let entries = try histories(store)[0].entries
    #expect(entries.map(\.values) == [[6], [8]])
    #expect(entries.map(\.version) == ["Swift 6.3.1", nil])
  }
}
