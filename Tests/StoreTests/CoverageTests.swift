import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

struct CoverageTests {
  private let folder: TemporaryFolder
  private let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private func coverage() throws -> [RunCoverage] { try store.coverage(of: store.runs()) }

  /// Stores a run with these trials.
  private func add(_ trials: [Trial], _ id: String = runID) throws {
    try store.begin(fixtureRun(id), plan: trials.map(\.planned), metrics: Metric.common)
    try store.record(trials, in: id)
  }

  @Test func completedTrialsOfDefaultImplementationsNameTheRuntimes() throws {
    let plan = fixturePlan([
      fixtureCase(), fixtureCase(tasks: 2), fixtureCase("sleeping-tasks", .go),
      fixtureCase("sleeping-tasks", .tokio, variant: "jemalloc"), fixtureCase("race", .go),
      fixtureCase("sleeping-tasks", .go, toolchain: "1.25"),
    ])
    var trials = plan.map { fixtureTrial($0) }
    trials[2] = fixtureTrial(plan[2], Outcome(.crashed))
    trials[4] = fixtureTrial(plan[4], Outcome(.refused))
    trials[1].runtimeVersion = "Swift 6.4"
    try add(trials)
    let run = try #require(try coverage().first)
    #expect(run.id == runID && run.preset == "quick" && run.environment == ["GOGC=off"])
    #expect(run.machine == fixtureMachine() && run.startedAt == startedAt)
    #expect(
      run.workloads == [
        WorkloadCoverage(workload: "race"),
        WorkloadCoverage(
          workload: "sleeping-tasks", runtimes: ["swift-async"], toolchains: ["go@1.25"],
          completedTrials: 3,
          versions: [
            "swift-async": ["Swift 6.3.1", "Swift 6.4"], "go@1.25": ["Swift 6.3.1"],
          ]),
      ])
  }

  @Test func aRunWithoutTrialsCoversNothing() throws {
    try store.begin(fixtureRun(), plan: fixturePlan([fixtureCase()]), metrics: Metric.common)
    #expect(try coverage().map(\.workloads) == [[]])
  }

  /// Around both bounds of a disturbance, SQL counts what ``InterferenceTally`` counts.
  @Test func disturbedTrialsAreThoseOfTheModel() throws {
    let observed: [[Measurement]] =
      [0.0, 29e6, 30e6, 31e6, 49e6, 100e6, 101e6, 300e6].flatMap {
        taken in
        [
          [Measurement(Metric.stolenTime.name, taken)],
          [
            Measurement(Metric.otherWork.name, taken / 2),
            Measurement(Metric.stolenTime.name, taken / 2),
          ],
          [Measurement(Metric.otherWork.name, taken)],
        ]
      } + [[]]
    let process = [0.0, 1e8, 1e9, 3e9].map { [Measurement(Metric.processTime.name, $0)] } + [[]]
    let all = observed.flatMap { one in process.map { one + $0 } }
    let plan = fixturePlan(all.map { _ in fixtureCase() })
    let trials = zip(plan, all).map { planned, values in
      fixtureTrial(planned, measurements: fixtureMeasurements([900, 500, 700]) + values)
    }
    try add(trials)
    var tally = InterferenceTally()
    for trial in trials { tally.include(trial, logicalCores: fixtureMachine().logicalCores) }
    let found = try #require(try coverage().first?.workloads.first)
    #expect(found.observedTrials == tally.observedTrials)
    #expect(found.disturbedTrials == tally.disturbedTrials)
    #expect((1..<tally.observedTrials).contains(tally.disturbedTrials))
  }

  @Test func namesThatCannotBeUsedAreNotEvidence() throws {
    try add(fixturePlan([fixtureCase(), fixtureCase("race", .go)]).map { fixtureTrial($0) })
    try store.execute(
      """
      PRAGMA ignore_check_constraints = 1;
      UPDATE benchmarkCase SET runtime = '<b>' WHERE workload = 'race';
      UPDATE benchmarkCase SET workload = '../x' WHERE workload = 'sleeping-tasks'
      """)
    #expect(
      try coverage().first?.workloads == [WorkloadCoverage(workload: "race", completedTrials: 1)])
  }
}
