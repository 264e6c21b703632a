import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct ReadingTests {
  let store: MeasurementStore
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private func addBothRuns() throws {
    try store.addRun()
    let cases = [fixtureCase("fetch-urls"), fixtureCase()]
    let plan = fixturePlan(cases)
    let later = startedAt.addingTimeInterval(3600)
    try store.begin(fixtureRun(otherRunID, startedAt: later), plan: plan, metrics: Metric.common)
    try store.record(fixtureTrial(plan[0]), in: otherRunID)
  }

  @Test func runsAreListedLatestFirst() throws {
    try addBothRuns()
    let runs = try store.runs()
    #expect(runs.map(\.id) == [otherRunID, runID])
    #expect(runs.map(\.plannedTrials) == [2, 1])
    #expect(runs.map(\.finishedTrials) == [1, 1])
    #expect(runs.map(\.finishedAt) == [nil, startedAt.addingTimeInterval(60)])
    #expect(runs[0].machine == fixtureMachine())
    #expect(runs[0].preset == "quick")
  }

  @Test func aRunIsFoundByItsPrefix() throws {
    try addBothRuns()
    #expect(try store.run("latest").id == otherRunID)
    #expect(try store.run("0a1").id == runID)
    #expect(try store.run("0A1B").id == runID)
    #expect(try store.run(otherRunID).id == otherRunID)
  }

  @Test func aMissingOrAmbiguousRunIsReported() throws {
    #expect(throws: StoreError.question(.noRuns, path: store.path)) { try store.run("latest") }
    try addBothRuns()
    let ambiguous = QuestionProblem.ambiguousRun(prefix: "0a", matches: [otherRunID, runID])
    #expect(throws: StoreError.question(ambiguous, path: store.path)) { try store.run("0a") }
    let typed = "0a1b2c3d-0000-4000-8000-000000000091"
    let unknown = QuestionProblem.unknownRun(name: typed, nearest: runID)
    #expect(throws: StoreError.question(unknown, path: store.path)) { try store.run(typed) }
    let empty = QuestionProblem.unknownRun(name: "", nearest: nil)
    #expect(throws: StoreError.question(empty, path: store.path)) { try store.run("") }
    let other = QuestionProblem.unknownRun(name: "zz", nearest: nil)
    #expect(throws: StoreError.question(other, path: store.path)) { try store.trials(of: "zz") }
  }

  @Test func aRunThatMeasuredNothingIsNotTheLatest() throws {
    let plan = fixturePlan([fixtureCase()])
    try store.begin(
      fixtureRun(otherRunID, startedAt: startedAt + 60), plan: plan, metrics: Metric.common)
    #expect(try store.run("latest").id == otherRunID)
    try store.addRun()
    #expect(try store.run("latest").id == runID)
    #expect(try store.rows("SELECT uuid FROM latestRun") == [[.text(runID)]])
    try store.record(fixtureTrial(plan[0], Outcome(.notInstalled)), in: otherRunID)
    #expect(try store.run("latest").id == runID)
  }

  @Test func aRunThatCrashedIsTheLatest() throws {
    try store.addRun()
    let plan = fixturePlan([fixtureCase()])
    try store.begin(
      fixtureRun(otherRunID, startedAt: startedAt + 60), plan: plan, metrics: Metric.common)
    try store.record(fixtureTrial(plan[0], Outcome(.crashed)), in: otherRunID)
    #expect(try store.run("latest").id == otherRunID)
    #expect(try store.rows("SELECT uuid FROM latestRun") == [[.text(otherRunID)]])
  }

  @Test func anUnknownWordMakesItsTrialInvalid() throws {
    try store.addRun(cases: [fixtureCase(), fixtureCase(tasks: 2)])
    try store.execute("UPDATE trial SET outcome = 'vanished' WHERE position = 1")
    let trials = try store.trials(of: runID)
    #expect(trials.map(\.outcome.kind) == [.completed, .invalid])
    #expect(trials[1].measurements == [])
    #expect(
      trials[1].outcome.detail?.hasPrefix(
        "The database holds a value that cannot be used: trial.outcome of position 1 is "
          + "\"vanished\", but must be one of completed,") == true)
  }

  @Test func aRuntimeThatNoFileDescribesIsReadAsItIs() throws {
    try store.addRun()
    try store.execute("UPDATE benchmarkCase SET runtime = 'erlang'")
    let runtimes = Set(try store.plan(of: runID).map(\.case.implementation.runtime))
    #expect(runtimes.contains(Runtime("erlang")))
    let trials = try store.trials(of: runID)
    #expect(trials.contains { $0.planned.case.implementation.label == "erlang" })
  }

  @Test func trialsAreReadThroughIndexesWithoutSorting() throws {
    try store.addRun()
    let plan = try store.rows(
      """
      EXPLAIN QUERY PLAN
      SELECT * FROM plannedTrial
      JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
      LEFT JOIN measurement ON measurement.trial = trial.id
      WHERE plannedTrial.run = 1 ORDER BY plannedTrial.position
      """)
    let steps = plan.map { "\($0[3])" }
    #expect(steps.count == 3)
    #expect(steps.allSatisfy { $0.contains("SEARCH") }, "\(steps)")
  }
}
