import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

/// Derived rows are there as a whole, and never older than the trials that they were derived from.
@Suite struct AnalysisTableTests {
  let folder: TemporaryFolder
  let store: MeasurementStore
  let cases = [fixtureCase(), fixtureCase("sleeping-tasks", .go)]

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private func counts() throws -> [Int?] {
    try ["runAnalysis", "estimate", "comparison", "machineAnalysis", "changePoint"].map {
      try store.count("SELECT count(*) FROM \($0)")
    }
  }

  /// Stores a run with two trials and a third to come, and what could be derived.
  private func fill() throws -> PlannedTrial {
    let plan = fixturePlan(cases + [cases[0]])
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    for planned in plan.prefix(2) { try store.record(fixtureTrial(planned), in: runID) }
    #expect(try store.store(fixtureAnalysis(cases), of: runID, metrics: []))
    try store.store([fixtureChange(cases[0])], onMachine: "f1", method: "1", metrics: [])
    #expect(try counts() == [1, 2, 1, 1, 1])
    return plan[2]
  }

  @Test func whatIsStoredIsRead() throws {
    _ = try fill()
    #expect(try store.analysis(of: runID) == fixtureAnalysis(cases))
    #expect(try store.changes() == [fixtureChange(cases[0])])
    let faults = try store.faults()
    #expect(faults.count == 0, "\(faults.first)")
  }

  @Test func anotherTrialRemovesWhatWasDerived() throws {
    let next = try fill()
    #expect(try store.runsToAnalyze() == [])
    try store.record(fixtureTrial(next), in: runID)
    #expect(try counts() == [0, 0, 0, 0, 0])
    #expect(try store.analysis(of: runID) == nil)
    #expect(try store.runsToAnalyze() == [runID])
    #expect(try store.machinesToAnalyze() == ["f1"])
  }

  @Test func aRunThatHasGrownInTheMeantimeIsNotStored() throws {
    let next = try fill()
    try store.record(fixtureTrial(next), in: runID)
    #expect(try !store.store(fixtureAnalysis(cases), of: runID, metrics: []))
    #expect(try counts() == [0, 0, 0, 0, 0])
  }

  @Test func anotherMethodIsFoundWhenAskedFor() throws {
    _ = try fill()
    #expect(try store.runsToAnalyze(unlessBy: "1") == [])
    #expect(try store.runsToAnalyze(unlessBy: "2") == [runID])
    #expect(try store.machinesToAnalyze(unlessBy: "2") == ["f1"])
    #expect(try store.machinesToAnalyze() == [])
  }

  @Test func removingARunOrItsLatenciesRemovesWhatWasDerived() throws {
    _ = try store.fillEveryTable()
    let all = RunChoice(ids: [runID])
    try store.removeLatencies(of: store.removable(all, onlyLatencies: true))
    #expect(try counts() == [0, 0, 0, 0, 0])
    let analysis = fixtureAnalysis(try store.plan(of: runID).map(\.case))
    #expect(try store.store(analysis, of: runID, metrics: []))
    try store.store([fixtureChange(fixtureCase())], onMachine: "f1", method: "1", metrics: [])
    try store.remove(store.removable(all, onlyLatencies: false), at: startedAt)
    #expect(try counts() == [0, 0, 0, 0, 0])
  }

  @Test func aMergeLeavesDerivedRowsBehind() throws {
    _ = try fill()
    let other = try folder.store("other.sqlite")
    try other.merge(from: folder.file())
    #expect(try other.analysis(of: runID) == nil)
    #expect(try other.runsToAnalyze() == [runID])
    #expect(try store.analysis(of: runID) != nil)
    // Merging what is there already changes no trial.
    try store.merge(from: folder.file("other.sqlite"))
    #expect(try counts() == [1, 2, 1, 1, 1])
  }

  @Test func runsForSpecialPurposesAreNotAnalyzed() throws {
    for (index, preset) in Run.presetsApart.enumerated() {
      var run = fixtureRun("0a1b2c3d-0000-4000-8000-00000000001\(index)")
      run.preset = preset
      let plan = fixturePlan([cases[0]])
      try store.begin(run, plan: plan, metrics: Metric.common)
      try store.record(fixtureTrial(plan[0]), in: run.id)
    }
    #expect(try store.runsToAnalyze(unlessBy: "1") == [])
    #expect(try store.machinesToAnalyze(unlessBy: "1") == [])
  }

  @Test(arguments: [
    ("UPDATE runAnalysis SET trials = 9", "was analyzed with another number of trials"),
    ("DELETE FROM runAnalysis", "has estimates or comparisons without a row in runAnalysis"),
    ("UPDATE estimate SET upper = NULL", "has one bound of an interval"),
    ("UPDATE comparison SET lower = 9", "bounds in the wrong order"),
    ("UPDATE comparison SET verdict = 'equal'", "is confirmed without being better or worse"),
    (
      "UPDATE benchmarkCase SET workload = 'other' WHERE runtime = 'go'",
      "compares cases of two workloads or sizes"
    ),
    (
      """
      INSERT INTO machine (fingerprint, architecture, logicalCores) VALUES ('f2', 'x', 1);
      UPDATE changePoint SET machine = 2
      """, "is a change on another machine than its runs"
    ),
  ]) func contradictionsAreFound(script: String, words: String) throws {
    _ = try fill()
    try store.execute(script)
    let faults = try store.faults()
    #expect(faults.first.contains { $0.contains(words) }, "\(faults.first)")
  }
}
