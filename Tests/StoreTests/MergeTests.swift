import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct MergeTests {
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
    ]
    return try queries.flatMap { try store.rows($0) }
  }

  private func makeOther(_ name: String = "other.sqlite") throws -> MeasurementStore {
    let other = try folder.store(name)
    try other.addRun(otherRunID, cases: [fixtureCase("fetch-urls", .go), fixtureCase()])
    try other.importReferences(
      path: "p.csv", sha256: sha256, sources: [fixtureSource()],
      references: [fixtureReference("b"), fixtureReference("a")], importedAt: startedAt)
    return other
  }

  @Test func runsAndReferencesOfTwoDatabasesComeTogether() throws {
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

  @Test func aRunThatWentOnElsewhereIsExtended() throws {
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

  /// A piece of a divided plan: all but one of its positions are another piece's.
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
    #expect(try store.merge(from: other.path) == MergeSummary(runsExtended: 1, trialsAdded: 2))
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

  @Test func aRunOfWhichAPieceIsMissingTrialsIsNotFinished() throws {
    let other = try folder.store("other.sqlite")
    let plan = Array(fixturePlan((1...4).map { fixtureCase(tasks: $0) })[2...])
    try other.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    _ = try addPiece(0..<2, to: store, at: 0)
    try store.merge(from: other.path)
    #expect(try store.run(runID).finishedAt == nil)
    #expect(try store.pendingTrials(of: runID) == plan)
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
    ("plan", "UPDATE plannedTrial SET block = 5"),
    ("trial 0", "UPDATE trial SET startedAt = '2026-01-01T00:00:00.000Z'"),
  ])
  func whatContradictsARunStopsTheWholeMerge(what: String, change: String) throws {
    try expectContradiction(what, change)
  }

  @Test func aMetricOfAnotherUnitStopsTheWholeMerge() throws {
    let other = try makeOther()
    try store.addRun()
    try other.execute("UPDATE metric SET unit = 'count' WHERE name = 'elapsedNanoseconds'")
    #expect(throws: StoreError.self) { try store.merge(from: other.path) }
    #expect(try store.runs().count == 1)
    try other.execute(
      "UPDATE metric SET unit = 'nanoseconds', label = 'X' WHERE name = 'elapsedNanoseconds'")
    try store.merge(from: other.path)
    #expect(try store.metrics().first { $0.name == "elapsedNanoseconds" }?.label == "Elapsed time")
  }

  @Test func theLaterImportOfAFileCounts() throws {
    let other = try makeOther()
    let later = startedAt.addingTimeInterval(10)
    try store.importReferences(
      path: "p.csv", sha256: String(repeating: "c", count: 64), sources: [fixtureSource()],
      references: [fixtureReference("new")], importedAt: later)
    #expect(try store.merge(from: other.path).filesUnchanged == 1)
    #expect(try store.references().map(\.id) == ["new"])
    #expect(try other.merge(from: store.path).filesAdded == 1)
    #expect(try other.references().map(\.id) == ["new"])
  }

  @Test func theSameFileByAnotherPathIsTheSame() throws {
    let other = try makeOther()
    try store.importReferences(
      path: "elsewhere/p.csv", sha256: sha256, sources: [fixtureSource()],
      references: [fixtureReference("b"), fixtureReference("a")], importedAt: startedAt)
    #expect(try store.merge(from: other.path).filesUnchanged == 1)
    #expect(try store.count("SELECT count(*) FROM importedFile") == 1)
  }

  @Test func aReferenceThatIsHereFromAnotherFileStaysAndIsCounted() throws {
    let other = try makeOther()
    try store.importReferences(
      path: "mine.csv", sha256: String(repeating: "c", count: 64),
      sources: [fixtureSource(title: "Mine")], references: [fixtureReference("a", printed: "5")],
      importedAt: startedAt)
    let summary = try store.merge(from: other.path)
    #expect(summary.filesAdded == 1)
    #expect(summary.referencesKept == 1)
    #expect(try store.references().map(\.id) == ["a", "b"])
    #expect(try store.references()[0].value.printed == "5")
    #expect(try store.merge(from: other.path).filesUnchanged == 1)
  }

  @Test(arguments: [
    (
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'TEXT', 'ANY')",
      "its table benchmarkCase is not as Parallax makes it"
    ),
    ("DROP TABLE measurement", "its table measurement is not as Parallax makes it"),
    (
      "PRAGMA foreign_keys = OFF; DELETE FROM benchmarkCase",
      "a row of plannedTrial refers to a missing row of benchmarkCase"
    ),
    (
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'label TEXT NOT NULL', 'label TEXT');
      PRAGMA writable_schema = RESET;
      UPDATE metric SET label = NULL
      """, "its table metric is not as Parallax makes it"
    ),
  ])
  func aHostileOrDamagedDatabaseIsRefused(change: String, problem: String) throws {
    let path = try makeOther().path
    try folder.store("other.sqlite").execute(change)
    try store.addRun()
    let before = try content(store)
    #expect {
      try store.merge(from: path)
    } throws: { error in
      guard case StoreError.file(.damaged(let found), path) = error else { return false }
      return found.contains(problem)
    }
    #expect(try content(store) == before)
  }

  @Test func rowsThatBreakOnlyARuleOfTheSchemaAreRefused() throws {
    let path = try makeOther().path
    try store.addRun()
    let before = try content(store)
    // SQLite does not check these rules in a file that it only reads.
    let checksOff = "PRAGMA ignore_check_constraints = ON;"
    try folder.store("other.sqlite").execute(
      "\(checksOff) UPDATE measurement SET iteration = -iteration - 1")
    #expect {
      try store.merge(from: path)
    } throws: { error in
      guard case StoreError.row(.againstSchema(let reason), store.path) = error else {
        return false
      }
      return reason.contains("iteration")
    }
    try folder.store("other.sqlite").execute("\(checksOff) UPDATE run SET seed = 'x'")
    let seed = QuestionProblem.unknownWord(column: "run.seed", value: "x")
    #expect(throws: StoreError.question(seed, path: path)) { try store.merge(from: path) }
    #expect(try content(store) == before)
  }

  @Test func damagedPagesAreRefused() throws {
    try makeOther().addRun(cases: (0..<500).map { fixtureCase(tasks: $0) })
    let path = folder.file("other.sqlite")
    var bytes = try #require(FileManager.default.contents(atPath: path))
    for place in bytes.count - 9000..<bytes.count - 5000 { bytes[place] = 0x55 }
    try bytes.write(to: URL(filePath: path))
    #expect {
      try store.merge(from: path)
    } throws: { error in
      guard case StoreError.file(.damaged, path) = error else { return false }
      return true
    }
    #expect(try store.runs() == [])
  }

  @Test func whatCannotBeMergedIsReportedWithItsOwnName() throws {
    let path = folder.file("none.sqlite")
    #expect(throws: StoreError.file(.missing, path: path)) { try store.merge(from: path) }
    try folder.store("newer.sqlite").execute("PRAGMA user_version = 99")
    let newer = folder.file("newer.sqlite")
    #expect(throws: StoreError.file(.newer(version: 99, known: Schema.steps.count), path: newer)) {
      try store.merge(from: newer)
    }
    let itself = "\(folder.path)/../\(URL(filePath: folder.path).lastPathComponent)/results.sqlite"
    #expect(throws: StoreError.file(.sameFile, path: itself)) { try store.merge(from: itself) }
  }

  @Test func theOtherDatabaseIsNotTouched() throws {
    let path = try makeOther().path
    let before = FileManager.default.contents(atPath: path)
    try store.merge(from: path)
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  @Test func aBackupIsTheWholeDatabaseInOneFile() throws {
    try store.addRun()
    let path = folder.file("copies/copy.sqlite")
    try FileManager.default.createDirectory(
      atPath: folder.file("copies"), withIntermediateDirectories: true)
    try store.backup(to: path)
    try store.addRun(otherRunID)
    try store.backup(to: path)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("copies")) == ["copy.sqlite"])
    let copy = try MeasurementStore(path: path, access: .readOnly)
    #expect(try content(copy) == content(store))
    #expect(try copy.rows("PRAGMA integrity_check") == [[.text("ok")]])
  }

  @Test func aBackupReplacesNoOtherFile() throws {
    try folder.write("my notes, which are longer than a header and stay as they are.", to: "notes")
    #expect(throws: StoreError.file(.notADatabase, path: folder.file("notes"))) {
      try store.backup(to: folder.file("notes"))
    }
    #expect(throws: StoreError.file(.sameFile, path: store.path)) {
      try store.backup(to: store.path)
    }
  }
}
