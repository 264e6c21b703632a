import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct MergeTests {
  static let place = "Workloads/SleepingTasks/published.csv"
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  /// All rows of all tables, without the keys that differ between databases.
  private func content(_ store: MeasurementStore) throws -> [[QueryValue]] {
    let queries = [
      """
      SELECT uuid, startedAt, finishedAt, preset, seed, toolVersion, gitCommit, isDirty, fingerprint
      FROM run JOIN machine ON machine.id = run.machine ORDER BY 1
      """,
      """
      SELECT uuid, trial.position, outcome, metric.name, sequence, iteration, isWarmup, value
      FROM measurement JOIN trial ON trial.id = trial JOIN run ON run.id = run
      JOIN metric ON metric.id = metric ORDER BY 1, 2, 5
      """,
      "SELECT path, sha256, importedAt FROM importedFile ORDER BY 1", "SELECT * FROM source",
      "SELECT id, position, printed FROM reference ORDER BY 1",
      "SELECT uuid, name FROM runName JOIN run ON run.id = run ORDER BY 2",
      "SELECT uuid, tag FROM runTag JOIN run ON run.id = run ORDER BY 1, 2",
      "SELECT uuid, text, writtenAt FROM runNote JOIN run ON run.id = run ORDER BY 1, 2",
    ]
    return try queries.flatMap { try store.rows($0) }
  }

  func makeOther(_ name: String = "other.sqlite") throws -> MeasurementStore {
    let other = try folder.store(name)
    try other.addRun(otherRunID, cases: [fixtureCase("fetch-urls", .go), fixtureCase()])
    try other.importReferences(
      path: Self.place, sha256: sha256, sources: [fixtureSource()],
      references: [fixtureReference("b"), fixtureReference("a")], importedAt: startedAt)
    return other
  }

  @Test func runsAndReferencesOfTwoDatabasesAreCombined() throws {
    let other = try makeOther()
    let trials = try store.addRun()
    let summary = try store.merge(from: other.path)
    #expect(summary == MergeSummary(runsAdded: 1, trialsAdded: 2, filesAdded: 1))
    #expect(try store.run(otherRunID) == other.run(otherRunID))
    #expect(try store.trials(of: otherRunID) == other.trials(of: otherRunID))
    #expect(try store.trials(of: runID) == trials)
    #expect(try store.references() == other.references())
    #expect(try store.count("SELECT count(*) FROM machine") == 1)
  }

  @Test func mergingTwiceChangesNothing() throws {
    let other = try makeOther()
    try store.merge(from: other.path)
    let before = try content(store)
    #expect(try before == content(other))
    let summary = try store.merge(from: other.path)
    #expect(summary == MergeSummary(runsUnchanged: 1, filesUnchanged: 1))
    #expect(try content(store) == before)
    #expect(try other.merge(from: store.path).runsUnchanged == 1)
    #expect(try content(other) == before)
  }

  @Test func aRunThatWasContinuedElsewhereIsExtended() throws {
    let cases = (1...3).map { fixtureCase(tasks: $0) }
    let plan = fixturePlan(cases)
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    try store.record(fixtureTrial(plan[1]), in: runID)
    let other = try folder.store("other.sqlite")
    try other.addRun(cases: cases)
    #expect(try store.merge(from: other.path) == MergeSummary(runsExtended: 1, trialsAdded: 2))
    #expect(try content(store) == content(other))
    #expect(try store.run(runID).finishedAt == other.run(runID).finishedAt)
  }

  /// Adds one piece of a divided plan.
  private func addPiece(_ positions: Range<Int>, to store: MeasurementStore, at seconds: Double)
    throws -> [Trial]
  {
    let plan = Array(fixturePlan((1...4).map { fixtureCase(tasks: $0) })[positions])
    var run = fixtureRun(startedAt: startedAt.addingTimeInterval(seconds))
    run.loadBefore = seconds
    run.calibration = [.spawn: seconds]
    run.warnings = [RunWarning(.busyMachine, "Load was \(seconds).")]
    try store.begin(run, plan: plan, metrics: Metric.common)
    let trials = plan.map { fixtureTrial($0) }
    for trial in trials { try store.record(trial, in: runID) }
    try store.finish(runID, at: startedAt.addingTimeInterval(seconds + 10))
    return trials
  }

  @Test func thePiecesOfOnePlanOnOneMachineBecomeOneRun() throws {
    let other = try folder.store("other.sqlite")
    let second = try addPiece(2..<4, to: other, at: 5)
    let first = try addPiece(0..<2, to: store, at: 20)
    try other.name(runID, "before")
    #expect(
      try store.merge(from: other.path)
        == MergeSummary(runsExtended: 1, trialsAdded: 2, annotationsAdded: 1))
    let run = try store.run("before")
    #expect(try store.trials(of: run.id) == first + second)
    #expect(run.startedAt == startedAt.addingTimeInterval(5))
    #expect(run.finishedAt == startedAt.addingTimeInterval(30))
    #expect(run.warnings.map(\.message) == ["Load was 20.0.", "Load was 5.0."])
    #expect(run.calibration == [.spawn: 20])
    let before = try content(store)
    #expect(try store.merge(from: other.path).runsUnchanged == 1)
    #expect(try content(store) == before)
  }

  @Test func aRunWithAPieceThatMissesTrialsIsNotFinished() throws {
    let other = try folder.store("other.sqlite")
    let plan = Array(fixturePlan((1...4).map { fixtureCase(tasks: $0) })[2...])
    try other.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    _ = try addPiece(0..<2, to: store, at: 0)
    try store.merge(from: other.path)
    #expect(try store.run(runID).finishedAt == nil)
    #expect(try store.pendingTrials(of: runID) == plan)
  }

  @Test func tagsAndNotesAreMergedAndMergingTwiceChangesNothing() throws {
    let other = try makeOther()
    try other.tag(otherRunID, ["nightly", "both"])
    try other.note(otherRunID, "The same.", at: startedAt)
    try other.note(otherRunID, "Theirs.", at: startedAt)
    try store.merge(from: other.path)
    #expect(try content(store) == content(other))
    try store.untag(otherRunID, ["nightly"])
    try store.removeNote("The same.", of: otherRunID)
    try store.note(otherRunID, "The same.", at: startedAt.addingTimeInterval(60))
    #expect(
      try store.merge(from: other.path)
        == MergeSummary(
          runsUnchanged: 1, filesUnchanged: 1, annotationsAdded: 1))
    #expect(try store.runs()[0].notes == other.runs()[0].notes)
    #expect(try content(store) == content(other))
    #expect(try store.merge(from: other.path).annotationsAdded == 0)
    #expect(try content(store) == content(other))
  }

  @Test func severalFilesAreMergedTogetherOrNotAtAll() throws {
    let first = try makeOther("first.sqlite")
    let second = try folder.store("second.sqlite")
    try second.addRun()
    let summaries = try store.merge(from: [first.path, second.path, first.path])
    #expect(summaries.map(\.runsAdded) == [1, 1, 0])
    #expect(summaries.map(\.runsUnchanged) == [0, 0, 1])
    let third = try folder.store("third.sqlite")
    try third.addRun("00000000-0000-4000-8000-000000000003")
    let contradicting = try folder.store("fourth.sqlite")
    try contradicting.addRun()
    try contradicting.execute("UPDATE run SET seed = '7'")
    let before = try content(store)
    for bad in [contradicting.path, folder.file("none.sqlite"), store.path] {
      #expect(throws: StoreError.self) { try store.merge(from: [third.path, bad]) }
      #expect(try content(store) == before)
    }
    #expect(try store.merge(from: []) == [])
  }

  @Test func aFullDiskUndoesTheWholeMerge() throws {
    try store.addRun()
    let small = try folder.store("small.sqlite")
    try small.addRun(otherRunID)
    let large = try folder.store("large.sqlite")
    let cases = (0..<2000).map { fixtureCase(tasks: $0) }
    try large.begin(
      fixtureRun("00000000-0000-4000-8000-000000000003"), plan: fixturePlan(cases), metrics: [])
    let before = try content(store)
    let pages = try #require(try store.count("SELECT page_count FROM pragma_page_count"))
    try store.execute("PRAGMA max_page_count = \(pages + 10)")
    #expect(throws: StoreError.file(.diskFull, path: store.path)) {
      try store.merge(from: [small.path, large.path])
    }
    #expect(try content(store) == before)
    try store.execute("PRAGMA max_page_count = 100000")
    #expect(try store.merge(from: [small.path, large.path]).map(\.runsAdded) == [1, 1])
  }

  private func expectContradiction(_ what: String, _ change: String) throws {
    try store.addRun()
    let other = try makeOther()
    try other.addRun()
    try other.execute(change)
    let before = try content(store)
    let problem = RowProblem.contradiction(run: runID, what: what, otherPath: other.path)
    #expect(throws: StoreError.row(problem, path: store.path)) {
      try store.merge(from: other.path)
    }
    #expect(try content(store) == before)
  }

  @Test(arguments: [
    ("description", "UPDATE run SET seed = '7'"),
    ("description", "UPDATE machineFact SET value = 'powersave' WHERE name = 'governor'"),
    ("description", "UPDATE runEnvironment SET value = '20'"),
    ("description", "DELETE FROM runEnvironment"),
    ("plan", "UPDATE plannedTrial SET block = 5"),
    ("trial 0", "UPDATE trial SET startedAt = '2026-01-01T00:00:00.000Z'"),
    ("trial 0", "UPDATE trial SET detail = 'Other.' WHERE position = 0"),
    (
      "trial 0",
      """
      UPDATE measurement SET isWarmup = 1;
      DELETE FROM trialSummary
      """
    ),
  ])
  func aContradictionAboutARunStopsTheWholeMerge(what: String, change: String) throws {
    try expectContradiction(what, change)
  }

  /// Two trials that differ only in a value or in a bucket.
  @Test func aTrialWithOtherValuesStopsTheWholeMergeUnlessItsBucketsWereRemoved() throws {
    let plan = fixturePlan([fixtureCase()])
    let wake = Metric(name: "wakeNanoseconds", label: "Wake", unit: .nanoseconds)
    func add(_ elapsed: Double, _ count: Int, to store: MeasurementStore) throws {
      try store.begin(fixtureRun(), plan: plan, metrics: Metric.common + [wake])
      var trial = fixtureTrial(plan[0], measurements: fixtureMeasurements([900, 500, elapsed]))
      trial.latencies = [LatencyBucket(wake.name, iteration: 1, value: 5, count: count)]
      try store.record(trial, in: runID)
    }
    try add(700, 30, to: store)
    for (name, elapsed, count) in [("value", 701.0, 30), ("bucket", 700, 31)] {
      let other = try folder.store("\(name).sqlite")
      try add(elapsed, count, to: other)
      let problem = RowProblem.contradiction(
        run: runID, what: "trial 0", otherPath: other.path)
      #expect(throws: StoreError.row(problem, path: store.path)) {
        try store.merge(from: other.path)
      }
    }
    let thinned = try folder.store("thinned.sqlite")
    try add(700, 30, to: thinned)
    try thinned.removeLatencies(of: thinned.removable(RunChoice(ids: [runID]), onlyLatencies: true))
    #expect(try store.merge(from: thinned.path).runsUnchanged == 1)
    #expect(try thinned.merge(from: store.path).runsUnchanged == 1)
  }

  @Test func aMetricOfAnotherUnitStopsTheWholeMerge() throws {
    let other = try makeOther()
    try store.addRun()
    try other.execute("UPDATE metric SET unit = 'count' WHERE name = 'elapsedNanoseconds'")
    #expect {
      try store.merge(from: [other.path], against: Definitions(metrics: []))
    } throws: { error in
      "\(error)".hasPrefix("\"\(other.path)\" has the metric \"elapsedNanoseconds\" as ")
    }
    #expect(try store.runs().count == 1)
    try other.execute(
      "UPDATE metric SET unit = 'nanoseconds', label = 'X' WHERE name = 'elapsedNanoseconds'")
    try store.merge(from: other.path)
    #expect(try store.metrics().first { $0.name == "elapsedNanoseconds" }?.label == "Elapsed time")
  }

  @Test func aFileThatCannotBeMergedIsNamed() throws {
    let path = folder.file("none.sqlite")
    #expect(throws: StoreError.file(.missingInput, path: path)) { try store.merge(from: path) }
    try folder.store("newer.sqlite").execute("PRAGMA user_version = 99")
    let newer = folder.file("newer.sqlite")
    let problem = FileProblem.newer(version: 99, known: Schema.newestVersion())
    #expect(throws: StoreError.file(problem, path: newer)) { try store.merge(from: newer) }
    let itself = "\(folder.path)/../\(URL(filePath: folder.path).lastPathComponent)/results.sqlite"
    #expect(throws: StoreError.file(.sameFile, path: itself)) { try store.merge(from: itself) }
  }

  @Test func theOtherDatabaseIsNotChanged() throws {
    let path = try makeOther().path
    let before = FileManager.default.contents(atPath: path)
    try store.merge(from: path)
    #expect(FileManager.default.contents(atPath: path) == before)
  }
}
