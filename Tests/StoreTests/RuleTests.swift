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
    (
      "UPDATE externalSample SET iterations = '[1,-1,1]'", "sequence 0 has iterations that are not"
    ),
    (
      "INSERT INTO removedRun SELECT uuid, startedAt FROM run",
      "run \(runID) is in removedRun although it is there"
    ),
    ("UPDATE reference SET difference = 'x'", "id someone-tokio-1000 has a difference although"),
    ("UPDATE benchmarkCase SET parameters = 'tasks=1' WHERE id = 1", "in caseParameter than in"),
    (
      "UPDATE metric SET unit = 'bytes', isLowerBetter = 0 WHERE name = 'elapsedNanoseconds'",
      "elapsedNanoseconds in metric is bytes, higher is better, but Parallax defines it as "
        + "nanoseconds, lower is better"
    ),
    (
      "UPDATE metric SET isLowerBetter = 0 WHERE name = 'majorFaultCount'",
      "majorFaultCount in metric is count, higher is better, but Parallax defines it as count, "
        + "lower is better"
    ),
    (
      "UPDATE externalResult SET name = 'a' || char(0) || 'b'",
      "externalResult.name of bench.txt, position 0 is \"a\u{2400}b\", but must be a text of 1 to "
        + "1000000 characters in UTF-8, none of them NUL"
    ),
    (
      "UPDATE runTag SET tag = CAST(x'6eff' AS TEXT)",
      "runTag.tag of run \(runID), tag n\u{FFFD} is \"n\u{FFFD}\", but must be a text of 1 to 100 "
        + "characters in UTF-8"
    ),
    (
      "UPDATE importedFile SET path = CAST(x'c3' AS TEXT) WHERE path = 'bench.txt'",
      "importedFile.path of path \u{FFFD} is \"\u{FFFD}\", but must be"
    ),
    (
      "UPDATE externalResult SET metric = CAST(x'f5808080' AS TEXT)",
      "externalResult.metric of bench.txt, position 0 is"
    ),
    ("UPDATE source SET url = url || CAST(x'ff' AS TEXT)", "source.url of id someone-2024 is"),
    (
      "UPDATE externalFact SET name = char(0) || 'a'",
      "externalFact.name of bench.txt, result 0, position 0 is \"\u{2400}a\", but"
    ),
    ("UPDATE runTag SET tag = 'a' || char(0)", "tag a\u{2400} is \"a\u{2400}\", but must be"),
    ("UPDATE runNote SET text = 'a' || char(0, 27)", "runNote.text of run \(runID) is \"a\u{2400}"),
    ("UPDATE trial SET startedAt = startedAt || char(0)", "trial.startedAt of \(first) is \""),
    ("UPDATE runWarning SET kind = kind || char(0) || 'x'", "runWarning.kind of run \(runID)"),
    (
      "UPDATE reference SET workload = '../../x'",
      "reference.workload of id someone-tokio-1000 is \"../../x\", but must be lower-case letters "
        + "and digits, in words joined by single hyphens"
    ),
    (
      "UPDATE metric SET name = 'caf' || char(233) WHERE name = 'majorFaultCount'",
      "metric.name of name caf\u{E9} is \"caf\u{E9}\", but must be a name of letters, digits and"
    ),
    (
      "UPDATE benchmarkCase SET variant = 'cafe' || char(769) WHERE id = 1",
      "benchmarkCase.variant of "
    ),
    (
      "UPDATE reference SET comparesToVariant = NULL",
      "id someone-tokio-1000 has a runtime to compare with but no variant"
    ),
    ("UPDATE run SET goalTrialCap = NULL", "\(runID) has a goal without a maximum number"),
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

  /// Otherwise nothing could be measured into the database afterwards.
  @Test func aMetricWithAnotherUnitIsNeverMerged() throws {
    let metric = Metric(name: "hopsPerSecond", label: "Hops", unit: .perSecond, better: .higher)
    let plan = fixturePlan([fixtureCase()])
    let strange = Metric(name: metric.name, label: "Hops", unit: .count)
    try other.begin(fixtureRun(otherRunID), plan: plan, metrics: [strange])
    let known = Definitions(metrics: Metric.common + [metric])
    let words =
      "hopsPerSecond in metric is count, lower is better, but Parallax defines it as perSecond, "
      + "higher is better"
    #expect(try other.faults(against: known).first == [words])
    let store = try folder.store()
    #expect(
      throws: StoreError.file(.contradictory(fault: words), path: other.path)
    ) {
      try store.merge(from: [other.path], against: known)
    }
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common + [metric])
    #expect(try store.faults(against: known).count == 0)
  }

  /// The readers refuse it as well; here nothing is cut that another reader lets through.
  @Test func aResultWithANULIsNotStored() throws {
    var results = (0..<9).map { fixtureResult($0) }
    results[0].name = "a\0b"
    results[1].metric = "\0a"
    results[2].unit.printed = "a\0"
    results[3].toolVersion = "\0"
    results[4].statistics[0].name += "\0"
    results[5].facts[1].name += "\0x"
    results[6].facts[1].value = "\0x"
    results[7].add(ExternalGap("a\0", printed: "-"))
    results[8].add(ExternalGap(printed: "a\0"))
    for result in results {
      #expect {
        try other.importExternal(ExternalFile(path: "x", format: .ndjson), importedAt: startedAt) {
          try $0.add([fixtureResult(20), result])
          return sha256
        }
      } throws: { error in
        guard case StoreError.row(.textWithNUL, _) = error else { return false }
        return true
      }
    }
    #expect(try other.count("SELECT count(*) FROM externalFile") == 1)
  }

  @Test(arguments: ["reference SET locator", "source SET title", "reference SET note"])
  func aPublishedNumberWithASpoiledTextIsLeftOut(column: String) throws {
    #expect(try other.references().count == 1 && other.unusableReferences() == [])
    for text in ["'x' || char(0) || 'y'", "CAST(x'78c3' AS TEXT)"] {
      try other.execute("UPDATE \(column) = \(text)")
      #expect(try other.unusableReferences().count == 1)
      let isOfSource = column.hasPrefix("source")
      #expect(try other.references().count == (isOfSource ? 1 : 0))
      #expect(try other.sources().count == (isOfSource ? 0 : 1))
    }
  }

  /// Another Parallax may know it, so only looking for faults names it.
  @Test func aPublishedNumberAboutAnUnknownWorkloadIsNamedAndMerged() throws {
    try other.execute("UPDATE reference SET workload = 'foo-bar'")
    #expect(
      try other.faults(against: Definitions(workloads: ["sleeping-tasks", "it's"])).first == [
        "id someone-tokio-1000 in reference is about the workload \"foo-bar\", which Parallax does "
          + "not have"
      ])
    #expect(try folder.store().merge(from: other.path).filesAdded == 2)
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
