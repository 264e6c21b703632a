import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct RemovalTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
    try store.addRun()
    var machine = fixtureMachine()
    machine.fingerprint = "9c00"
    machine.cpuModel = "Other 5"
    var run = fixtureRun(otherRunID, startedAt: startedAt.addingTimeInterval(86_400))
    run.machine = machine
    let plan = fixturePlan([fixtureCase("tail-latency")])
    try store.begin(run, plan: plan, metrics: Metric.common)
    var trial = fixtureTrial(plan[0])
    trial.latencies = [
      LatencyBucket("elapsedNanoseconds", iteration: 1, value: 5, count: 900),
      LatencyBucket("elapsedNanoseconds", iteration: 1, value: 9, count: 100),
    ]
    try store.record(trial, in: otherRunID)
    try store.finish(otherRunID, at: startedAt.addingTimeInterval(86_460))
    try store.tag(runID, ["nightly", "old"])
    try store.name(otherRunID, "weekly")
    try store.note(otherRunID, "Kept.", at: startedAt)
  }

  private func chosen(_ choice: RunChoice, onlyLatencies: Bool = false) throws -> [String] {
    try store.removable(choice, onlyLatencies: onlyLatencies).map(\.id)
  }

  @Test func aRunMustSatisfyEveryCondition() throws {
    let later = startedAt.addingTimeInterval(3_600)
    let cases: [(RunChoice, [String])] = [
      (RunChoice(), [otherRunID, runID]), (RunChoice(ids: [runID]), [runID]),
      (RunChoice(tag: "old"), [runID]), (RunChoice(tag: "ol"), []),
      (RunChoice(before: later), [runID]), (RunChoice(before: startedAt), []),
      (RunChoice(machine: "9c"), [otherRunID]), (RunChoice(machine: "example"), [runID]),
      (RunChoice(machine: "00"), [runID]), (RunChoice(tag: "old", machine: "9c"), []),
      (RunChoice(ids: [otherRunID], before: later), []),
    ]
    for (choice, runs) in cases { #expect(try chosen(choice) == runs, "\(choice)") }
    #expect(try chosen(RunChoice(), onlyLatencies: true) == [otherRunID])
  }

  @Test func nothingOfARemovedRunIsLeftAndTheFileShrinks() throws {
    let large = fixturePlan([fixtureCase()], iterations: 20_000)
    let run = fixtureRun("0b000000-0000-4000-8000-000000000003")
    try store.begin(run, plan: large, metrics: Metric.common)
    let values = fixtureMeasurements((1...20_000).map(Double.init))
    try store.record(fixtureTrial(large[0], measurements: values), in: run.id)
    try store.remove(
      store.removable(RunChoice(ids: [otherRunID]), onlyLatencies: false), at: startedAt)
    func pages() throws -> Int { try #require(try store.count("PRAGMA page_count")) }
    let estimate = try store.removable(RunChoice(ids: [run.id]), onlyLatencies: false)
    let before = try pages()
    try store.remove(store.removable(RunChoice(ids: [run.id]), onlyLatencies: false), at: startedAt)
    let freed = (before - (try pages())) * 4_096
    #expect(estimate.count == 1 && freed > 300_000)
    #expect(abs(estimate[0].bytes - freed) < freed / 3)
    #expect(try store.runs().map(\.id) == [runID])
    #expect(try store.faults() == FileFaults())
    #expect(try store.rows("SELECT workload FROM benchmarkCase") == [[.text("sleeping-tasks")]])
    #expect(try store.rows("SELECT fingerprint FROM machine") == [[.text("f1")]])
    for table in ["latency", "latencySummary", "runName", "runNote"] {
      #expect(try store.count("SELECT count(*) FROM \(table)") == 0, "\(table)")
    }
    #expect(try store.count("SELECT count(*) FROM removedRun") == 2)
  }

  @Test func aMergeBringsARemovedRunBackOnlyWhenAsked() throws {
    let copy = folder.file("copy.sqlite")
    try store.backup(to: copy)
    try store.remove(
      store.removable(RunChoice(ids: [otherRunID]), onlyLatencies: false), at: startedAt)
    let kept = try #require(try store.merge(from: [copy]).first)
    #expect(kept.runsLeftOut == 1 && kept.runsAdded == 0 && kept.runsUnchanged == 1)
    #expect(try store.runs().map(\.id) == [runID])
    let back = try #require(try store.merge(from: [copy], bringingBack: true).first)
    #expect(back.runsLeftOut == 0 && back.runsAdded == 1)
    #expect(try store.run("weekly").id == otherRunID)
    #expect(try store.count("SELECT count(*) FROM removedRun") == 0)
    #expect(try store.merge(from: [copy])[0].runsLeftOut == 0)
  }

  @Test func aThinnedTrialKeepsItsQuantilesAndGetsNoBucketsBack() throws {
    let copy = folder.file("copy.sqlite")
    try store.backup(to: copy)
    let summary = try store.rows("SELECT count, p50, p99, maximum FROM latencySummary")
    try store.removeLatencies(
      of: store.removable(RunChoice(ids: [otherRunID]), onlyLatencies: true))
    for _ in 0..<2 {
      #expect(try store.count("SELECT count(*) FROM latency") == 0)
      #expect(try store.rows("SELECT count, p50, p99, maximum FROM latencySummary") == summary)
      #expect(try store.trials(of: otherRunID)[0].measurements.count == 4)
      try store.merge(from: copy)
    }
    #expect(summary == [[.integer(1_000), .integer(5), .integer(9), .integer(9)]])
    #expect(try chosen(RunChoice(), onlyLatencies: true) == [])
  }

  /// What cannot be read must still be removable.
  @Test func aRunThatCannotBeUsedCanBeRemoved() throws {
    try store.execute(
      "PRAGMA ignore_check_constraints = ON; UPDATE run SET seed = 'x' WHERE id = 1")
    #expect(try store.runs().map(\.id) == [otherRunID])
    #expect(try store.unusableRuns().count == 1)
    #expect(throws: StoreError.self) { try store.run(runID) }
    #expect(try store.identifier(ofRun: "0a1b") == runID)
    #expect(try chosen(RunChoice(ids: [runID])) == [runID])
    try store.remove(store.removable(RunChoice(ids: [runID]), onlyLatencies: false), at: startedAt)
    #expect(try store.unusableRuns() == [])
  }
}
