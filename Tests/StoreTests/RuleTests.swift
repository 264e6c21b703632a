import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

/// Values that contradict one another, or that the schema's conditions should have kept out: looking
/// for faults names the rows, and a merge refuses the file with the same words.
@Suite struct RuleTests {
  let folder: TemporaryFolder
  let other: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    other = try folder.store("other.sqlite")
    _ = try other.fillEveryTable()
  }

  @Test func aSoundFileIsMerged() throws {
    #expect(try other.faults() == FileFaults())
    let summary = try folder.store().merge(from: other.path)
    #expect(summary.runsAdded == 1 && summary.filesAdded == 2)
  }

  private static let elapsed =
    "trial = 1 AND metric IN (SELECT id FROM metric WHERE name = 'elapsedNanoseconds')"
  private static let first = "run \(runID), position 0"

  @Test(arguments: [
    (
      "DELETE FROM measurement WHERE trial = 1; DELETE FROM trialSummary WHERE trial = 1",
      "\(first) completed but has no measurement of elapsedNanoseconds"
    ),
    (
      "UPDATE measurement SET iteration = 1 WHERE trial = 1 AND sequence = 2",
      "\(first), elapsedNanoseconds has two measurements of one metric and iteration"
    ),
    (
      "DELETE FROM trialSummary WHERE \(elapsed)",
      "\(first), elapsedNanoseconds has no row in trialSummary"
    ),
    (
      "UPDATE trialSummary SET median = median + 1 WHERE \(elapsed)",
      "\(first), elapsedNanoseconds has a row in trialSummary that contradicts its measurements"
    ),
    (
      "UPDATE trialSummary SET total = 7 WHERE \(elapsed)",
      "\(first), elapsedNanoseconds has a row in trialSummary that contradicts its measurements"
    ),
    ("DELETE FROM latencySummary", "has no row in latencySummary"),
    ("UPDATE latencySummary SET p50 = 4", "in latencySummary that contradicts its latencies"),
    ("UPDATE latencySummary SET p99 = NULL", "in latencySummary that contradicts its latencies"),
    ("UPDATE latencySummary SET count = 3", "in latencySummary that contradicts its latencies"),
    (
      "UPDATE run SET finishedAt = '2001-01-01T00:00:00.000Z'",
      "run \(runID) has a finishedAt before its startedAt"
    ),
    (
      "UPDATE source SET url = 'javascript:alert(1)'",
      "source.url of id someone-2024 is \"javascript:alert(1)\", but must be an address"
    ),
    ("UPDATE runName SET name = 'latest'", "runName.name of name latest is \"latest\", but must"),
    ("UPDATE runName SET name = '0a9f'", "runName.name of name 0a9f is \"0a9f\", but must be"),
    (
      "UPDATE runName SET name = '\(otherRunID)'",
      "runName.name of name \(otherRunID) is \"\(otherRunID)\", but must be"
    ),
    ("UPDATE externalResult SET name = ''", "externalResult.name of bench.txt, position 0 is"),
    (
      "UPDATE externalFact SET name = ''", "externalFact.name of bench.txt, result 0, position 0 is"
    ),
    ("UPDATE externalResult SET runtime = NULL", "bench.txt, position 0 is assigned to a part of"),
    ("UPDATE externalResult SET parameters = 'x'", "bench.txt, position 0 has parameters that are"),
    ("UPDATE externalSample SET numbers = '[1,'", "sequence 0 has numbers that are not a list"),
    ("UPDATE externalSample SET numbers = '[1e999,2,3]'", "sequence 0 has numbers that are not"),
    ("UPDATE externalSample SET numbers = '[null,2,3]'", "sequence 0 has numbers that are not"),
    (
      "UPDATE externalSample SET iterations = '[1.5,2,3]'", "sequence 0 has iterations that are not"
    ),
    ("UPDATE externalSample SET iterations = '[1]'", "sequence 0 has iterations that are not"),
    ("UPDATE reference SET difference = 'x'", "id someone-tokio-1000 has a difference although"),
    ("UPDATE benchmarkCase SET parameters = 'tasks=1' WHERE id = 1", "in caseParameter than in"),
    (
      "PRAGMA foreign_keys = OFF; DELETE FROM source",
      "id someone-tokio-1000 in reference refers to a missing row of source"
    ),
    (
      "CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM trial; END",
      "t has a trigger \"t\", which no Parallax database has"
    ),
  ])
  func aFaultIsFoundAndRefusedInTheSameWords(change: String, words: String) throws {
    try other.execute(
      "PRAGMA ignore_check_constraints = ON; \(change); PRAGMA ignore_check_constraints = OFF")
    let faults = try other.faults()
    #expect(faults.first.contains { $0.contains(words) }, "\(faults)")
    let store = try folder.store()
    #expect {
      try store.merge(from: other.path)
    } throws: { error in
      guard case StoreError.file(_, other.path) = error, "\(error)".contains(words) else {
        Issue.record("\(error)")
        return false
      }
      return true
    }
  }

  /// The writer of the name may have switched the schema's conditions off.
  @Test func anIdentifierIsFoundBeforeANameThatLooksLikeOne() throws {
    let store = try folder.store()
    try store.addRun()
    try store.addRun(otherRunID)
    try store.execute(
      """
      PRAGMA ignore_check_constraints = ON;
      INSERT INTO runName SELECT '\(otherRunID)', id FROM run WHERE uuid = '\(runID)';
      INSERT INTO runName SELECT '0a9f', id FROM run WHERE uuid = '\(runID)'
      """)
    for name in [otherRunID, "0a9f", otherRunID.uppercased()] {
      #expect(try store.identifier(ofRun: name) == otherRunID)
      #expect(try store.run(name).id == otherRunID)
    }
    #expect(
      try store.rows("SELECT run FROM namedRun WHERE name = '\(otherRunID)'") == [[.integer(2)]])
  }

  @Test func aRunNeverFinishesBeforeItsStart() throws {
    let store = try folder.store()
    let plan = fixturePlan([fixtureCase()])
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    try store.record(fixtureTrial(plan[0]), in: runID)
    try store.finish(runID, at: startedAt.addingTimeInterval(-60))
    #expect(try store.run(runID).finishedAt == startedAt)
    #expect(try store.faults() == FileFaults())
  }
}
