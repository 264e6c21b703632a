import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct MigrationTests {
  let folder: TemporaryFolder
  /// The statements that make a database of version 1 with a run in it.
  let versionOne: String

  init() throws {
    folder = try TemporaryFolder()
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/version-1.sql")
    versionOne = try String(contentsOf: file, encoding: .utf8)
  }

  private func open(
    _ steps: [String], _ access: MeasurementStore.Access = .create
  ) throws -> MeasurementStore {
    try MeasurementStore(path: folder.file(), access: access, steps: steps)
  }

  /// Checks that what the stored text holds is read with today's code.
  private func expectTheStoredRun(in store: MeasurementStore) throws {
    let run = try store.run("latest")
    #expect(run.id == runID)
    #expect(run.startedAt == startedAt)
    #expect(run.seed == .max)
    #expect(run.machine.cpuModel == "Example 9000")
    #expect(run.machine.facts == ["governor": "performance"])
    #expect(run.toolchains == [Toolchain(name: "swift", version: "6.3.1")])
    #expect(run.listings.map(\.path) == ["Workloads/SleepingTasks/swift/Async.swift"])
    #expect(run.warnings.map(\.kind) == [.busyMachine])
    let trials = try store.trials(of: runID)
    #expect(trials.map(\.outcome.kind) == [.completed, .completed, .refused])
    let elapsed = [200_000_003, 200_000_001.5, 200_000_002]
    #expect(trials[0].measurements == fixtureMeasurements(elapsed, peak: 4_194_304))
    #expect(trials[2].outcome.reached == 32_714)
    #expect(trials[2].standardError == "it's over\n")
    let pending = try store.pendingTrials(of: runID)
    #expect(pending.map(\.case.implementation.id) == ["sleeping-tasks/swift-dispatch:blocking"])
    #expect(try store.references().map(\.id) == ["someone-tokio-1000"])
    #expect(try store.references()[0].contract == .similar(difference: "It sleeps 10 s."))
    #expect(try store.count("SELECT count(*) FROM caseSummary") == 4)
    #expect(try store.rows("PRAGMA integrity_check") == [[.text("ok")]])
  }

  @Test func aDatabaseOfVersionOneIsReadAndWritten() throws {
    _ = try open([versionOne])
    let store = try MeasurementStore(path: folder.file(), access: .open)
    try expectTheStoredRun(in: store)
    let pending = try store.pendingTrials(of: runID)
    try store.record(fixtureTrial(pending[0]), in: runID)
    try store.finish(runID, at: startedAt)
    let reader = try MeasurementStore(path: folder.file(), access: .readOnly)
    #expect(try reader.runs()[0].finishedTrials == 4)
  }

  @Test func theTablesOfVersionOneNeverChange() throws {
    func statements(_ store: MeasurementStore) throws -> [[QueryValue]] {
      try store.rows(
        "SELECT name, sql FROM sqlite_schema WHERE type <> 'view' AND sql <> '' ORDER BY name")
    }
    let released = try open([versionOne])
    let fresh = try MeasurementStore(
      path: folder.file("fresh"), access: .create, steps: [Schema.steps[0]])
    #expect(try statements(released) == statements(fresh))
  }

  /// A change as a later version may bring it.
  private let later = """
    ALTER TABLE run ADD COLUMN note TEXT;
    CREATE TABLE tag (run INTEGER NOT NULL REFERENCES run, name TEXT NOT NULL) STRICT;
    UPDATE run SET note = 'brought up to date';
    """

  @Test func aLaterVersionKeepsEverything() throws {
    _ = try open([versionOne])
    let steps = Schema.steps + [later]
    let store = try open(steps, .open)
    try expectTheStoredRun(in: store)
    #expect(try store.count("PRAGMA user_version") == steps.count)
    #expect(try store.rows("SELECT note FROM run") == [[.text("brought up to date")]])
    _ = try open(steps, .open)
    #expect(
      throws: StoreError.file(
        .newer(version: steps.count, known: Schema.steps.count), path: folder.file())
    ) {
      try MeasurementStore(path: folder.file(), access: .open)
    }
  }

  @Test func anOlderFileThatIsOnlyReadIsReadFromACopyAndStays() throws {
    _ = try open([versionOne])
    let before = FileManager.default.contents(atPath: folder.file())
    let store = try open(Schema.steps, .readOnly)
    try expectTheStoredRun(in: store)
    #expect(try store.rows("SELECT goalHalfWidth FROM run") == [[.null]])
    #expect(throws: StoreError.self) { try store.finish(runID, at: startedAt) }
    #expect(FileManager.default.contents(atPath: folder.file()) == before)
  }

  @Test(arguments: 1..<Schema.steps.count)
  func anOlderDatabaseIsMerged(version: Int) throws {
    let path = folder.file("older.sqlite")
    _ = try MeasurementStore(
      path: path, access: .create, steps: [versionOne] + Schema.steps[1..<version])
    let store = try folder.store()
    let summary = try store.merge(from: path)
    #expect(summary.runsAdded == 1)
    #expect(summary.trialsAdded == 3)
    try expectTheStoredRun(in: store)
    #expect(try store.merge(from: path).runsUnchanged == 1)
  }

  @Test func aMigrationThatFailsLeavesTheOldVersion() throws {
    _ = try open([versionOne])
    #expect(throws: StoreError.self) { try open([versionOne, later + "nonsense;"], .open) }
    let store = try MeasurementStore(path: folder.file(), access: .open)
    try expectTheStoredRun(in: store)
    let notes = "SELECT count(*) FROM pragma_table_info('run') WHERE name = 'note'"
    #expect(try store.count(notes) == 0)
  }

  @Test func viewsOfTheUsersSurviveAMigration() throws {
    try open([versionOne]).execute("CREATE VIEW mine AS SELECT uuid FROM run")
    let store = try open(Schema.steps, .open)
    #expect(try store.rows("SELECT * FROM mine") == [[.text(runID)]])
  }
}
