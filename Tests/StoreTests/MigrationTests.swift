import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct MigrationTests {
  /// The versions of which a database was ever released, each kept as the SQL that makes one.
  static let released = 1..<Schema.steps.count

  let folder: TemporaryFolder
  /// The statements that make a database of version 1 with a run in it.
  let versionOne: String

  init() throws {
    folder = try TemporaryFolder()
    versionOne = try Self.script(1)
  }

  /// The statements that make a database of a version with a run in it.
  private static func script(_ version: Int) throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/version-\(version).sql")
    return try String(contentsOf: file, encoding: .utf8)
  }

  private func open(
    _ steps: [String], _ access: MeasurementStore.Access = .create
  ) throws -> MeasurementStore {
    try MeasurementStore(path: folder.file(), access: access, steps: steps)
  }

  /// A database as that version made it.
  private func open(released version: Int) throws -> MeasurementStore {
    try open(Array(repeating: "", count: version - 1) + [Self.script(version)])
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

  /// Every row of the tables that a database has, by table: its columns by name.
  private func content(_ store: MeasurementStore) throws -> [String: [[QueryValue]]] {
    let tables = """
      SELECT name, (SELECT group_concat('"' || name || '"') FROM pragma_table_info(object.name))
      FROM sqlite_schema AS object WHERE type = 'table'
      """
    return try content(store, tables: store.rows(tables))
  }

  private func content(
    _ store: MeasurementStore, tables: [[QueryValue]]
  ) throws -> [String: [[QueryValue]]] {
    try tables.reduce(into: [:]) { content, row in
      guard case .text(let table) = row[0], case .text(let columns) = row[1] else { return }
      content["\(table) \(columns)"] = try store.rows(
        "SELECT \(columns) FROM \(table) ORDER BY \(columns)")
    }
  }

  /// What a database holds of what another held, column by column.
  private func content(
    _ store: MeasurementStore, as old: [String: [[QueryValue]]]
  ) throws -> [String: [[QueryValue]]] {
    let tables = old.keys.map { key in
      key.split(separator: " ", maxSplits: 1).map { QueryValue.text("\($0)") }
    }
    return try content(store, tables: tables)
  }

  @Test(arguments: released) func nothingOfAnOlderDatabaseIsLost(version: Int) throws {
    let old = try content(open(released: version))
    #expect(old.count >= 16 && old.values.allSatisfy { !$0.isEmpty })
    let before = FileManager.default.contents(atPath: folder.file())
    let reader = try open(Schema.steps, .readOnly)
    #expect(try content(reader, as: old) == old)
    #expect(FileManager.default.contents(atPath: folder.file()) == before)
    #expect(try content(open(Schema.steps, .open), as: old) == old)
    #expect(try reader.count("PRAGMA user_version") == Schema.steps.count)
    #expect(try content(open(Schema.steps, .readOnly), as: old) == old)
  }

  @Test func whatVersionsTwoAndThreeBroughtIsRead() throws {
    _ = try open(released: 3)
    let store = try open(Schema.steps, .open)
    let buckets = try store.trials(of: runID).map(\.latencies)
    #expect(buckets.map(\.count) == [3, 1, 0])
    #expect(
      buckets[0][2]
        == LatencyBucket("sleepNanoseconds", iteration: 1, value: 200_802_303, count: 2))
    let run = try store.run("before")
    #expect(run.calibration == [.spinMedian: 100_000.5, .spawn: 750_000])
    #expect(run.goal == PrecisionGoal(halfWidth: 0.05, trialCap: 40))
    #expect([run.loadBefore, run.loadAfter, run.budgetSeconds] == [0.25, 1.5, 90])
    #expect(try store.runs()[0].names == ["before", "nightly"])
  }

  @Test(arguments: released) func anOlderDatabaseIsReadAndWritten(version: Int) throws {
    _ = try open(released: version)
    let store = try MeasurementStore(path: folder.file(), access: .open)
    try expectTheStoredRun(in: store)
    let pending = try store.pendingTrials(of: runID)
    try store.record(fixtureTrial(pending[0]), in: runID)
    try store.finish(runID, at: startedAt)
    let reader = try MeasurementStore(path: folder.file(), access: .readOnly)
    #expect(try reader.runs()[0].finishedTrials == 4)
  }

  @Test(arguments: released) func theTablesOfAReleasedVersionNeverChange(version: Int) throws {
    func statements(_ store: MeasurementStore) throws -> [[QueryValue]] {
      try store.rows(
        "SELECT name, sql FROM sqlite_schema WHERE type <> 'view' AND sql <> '' ORDER BY name")
    }
    let fresh = try MeasurementStore(
      path: folder.file("fresh"), access: .create, steps: Array(Schema.steps[..<version]))
    #expect(try statements(open(released: version)) == statements(fresh))
  }

  /// A change as a later version may bring it.
  private let later = """
    ALTER TABLE run ADD COLUMN note TEXT;
    CREATE TABLE remark (run INTEGER NOT NULL REFERENCES run, name TEXT NOT NULL) STRICT;
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

  @Test(arguments: released) func anOlderDatabaseIsMerged(version: Int) throws {
    _ = try open(released: version)
    let path = folder.file()
    let before = FileManager.default.contents(atPath: path)
    let store = try folder.store("newer.sqlite")
    let summary = try store.merge(from: path)
    #expect(summary.runsAdded == 1)
    #expect(summary.trialsAdded == 3)
    try expectTheStoredRun(in: store)
    #expect(try store.merge(from: path).runsUnchanged == 1)
    #expect(try store.runs()[0].names == (version < 3 ? [] : ["before", "nightly"]))
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  @Test func anOlderDatabaseIsCopiedOnceHoweverOftenItIsAsked() throws {
    _ = try open([versionOne])
    let store = try open(Schema.steps, .readOnly)
    try FileManager.default.removeItem(atPath: folder.file())
    for _ in 0..<2 { #expect(try store.count("SELECT count(*) FROM trial") == 3) }
  }

  @Test func aMigrationThatFailsLeavesTheOldVersion() throws {
    _ = try open([versionOne])
    #expect(throws: StoreError.self) { try open([versionOne, later + "nonsense;"], .open) }
    let store = try MeasurementStore(path: folder.file(), access: .open)
    try expectTheStoredRun(in: store)
    let notes = "SELECT count(*) FROM pragma_table_info('run') WHERE name = 'note'"
    #expect(try store.count(notes) == 0)
  }

  /// Views may change from one Parallax to the next without another version of the schema.
  @Test func viewsOfOursAreMadeAnewWhenAFileOfTheLastVersionIsWritten() throws {
    func views() throws -> [[QueryValue]] {
      try open(Schema.steps, .readOnly).rows(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
    }
    try open(Schema.steps).addRun()
    let made = try views()
    try open(Schema.steps, .open).execute(
      """
      DROP VIEW latestRun; DROP VIEW caseSummary;
      CREATE VIEW caseSummary AS SELECT 1 AS run; CREATE VIEW mine AS SELECT uuid FROM run;
      """)
    let before = FileManager.default.contents(atPath: folder.file())
    #expect(try views().count == made.count)
    #expect(FileManager.default.contents(atPath: folder.file()) == before)
    let store = try open(Schema.steps, .open)
    let mine: [QueryValue] = [.text("mine"), .text("CREATE VIEW mine AS SELECT uuid FROM run")]
    #expect(try Set(views()) == Set(made + [mine]))
    #expect(try store.rows("SELECT trials FROM caseSummary LIMIT 1") == [[.integer(1)]])
  }

  @Test func viewsOfTheUsersSurviveAMigration() throws {
    try open([versionOne]).execute("CREATE VIEW mine AS SELECT uuid FROM run")
    let store = try open(Schema.steps, .open)
    #expect(try store.rows("SELECT * FROM mine") == [[.text(runID)]])
  }
}
