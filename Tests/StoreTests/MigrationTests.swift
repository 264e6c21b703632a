import BenchmarkModel
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Store

/// Migrations, tested with a made-up version 2.
@Suite struct MigrationTests {
  static let versionTwo = """
    ALTER TABLE run ADD COLUMN owner TEXT CHECK (owner <> '');
    UPDATE run SET owner = 'unknown';
    CREATE TABLE runRating (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      stars INTEGER NOT NULL,
      PRIMARY KEY (run, stars)
    ) STRICT, WITHOUT ROWID;
    DROP VIEW latestRun;
    CREATE VIEW latestRun AS SELECT id AS run, uuid, owner FROM run ORDER BY startedAt DESC LIMIT 1;
    """

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(
    _ migrations: [String] = [versionTwo], _ access: MeasurementStore.Access = .open
  ) throws -> MeasurementStore {
    try MeasurementStore(path: folder.file(), access: access, migrations: migrations)
  }

  /// Creates a database of version 1 with rows in every table, and returns its trials.
  @discardableResult
  private func makeVersionOne(_ name: String = "results.sqlite") throws -> [Trial] {
    let store = try MeasurementStore(path: folder.file(name), access: .create, migrations: [])
    var run = fixtureRun()
    run.calibration = [.spawn: 750_000]
    let plan = fixturePlan([fixtureCase(), fixtureCase(variant: "tuned")])
    try store.begin(run, plan: plan, metrics: Metric.common)
    var trials = plan.map { fixtureTrial($0) }
    trials[0].latencies = [
      LatencyBucket(Metric.common[0].name, iteration: 1, value: 5, count: 2_000)
    ]
    try store.record(trials, in: runID)
    try store.name(runID, "before")
    try store.tag(runID, ["nightly"])
    try store.note(runID, "A note.", at: startedAt)
    try store.importReferences(
      path: "p.csv", sha256: sha256, sources: [fixtureSource()], references: [fixtureReference()],
      importedAt: startedAt)
    try store.importExternal(
      ExternalFile(path: "bench.txt", format: .goBench), importedAt: startedAt
    ) { sink in
      var result = fixtureResult(match: ExternalMatch(fixtureCase(), metric: nil))
      result.add(ExternalGap(printed: "NaN"))
      try sink.add([result])
      return sha256
    }
    return trials
  }

  /// The columns of each table, by name.
  private func tables(_ store: MeasurementStore) throws -> [String: String] {
    let sql = """
      SELECT name, (SELECT group_concat(name) FROM pragma_table_info(object.name))
      FROM sqlite_schema AS object WHERE type = 'table'
      """
    return try store.rows(sql).reduce(into: [:]) { tables, row in
      guard case .text(let table) = row[0], case .text(let columns) = row[1] else { return }
      tables[table] = columns
    }
  }

  /// All rows of tables, by table.
  private func content(
    _ store: MeasurementStore, _ tables: [String: String]
  ) throws -> [String: [[QueryValue]]] {
    var content: [String: [[QueryValue]]] = [:]
    for (table, columns) in tables {
      content[table] = try store.rows("SELECT \(columns) FROM \(table) ORDER BY \(columns)")
    }
    return content
  }

  @Test func aMigrationKeepsEverything() throws {
    let trials = try makeVersionOne()
    let old = try open([])
    let tables = try tables(old)
    let before = try content(old, tables)
    #expect(before.count >= 22 && before.values.allSatisfy { !$0.isEmpty })
    let store = try open()
    #expect(try content(store, tables) == before)
    #expect(try store.trials(of: "\(runID)") == trials)
    #expect(try store.rows("SELECT owner FROM latestRun") == [[.text("unknown")]])
    #expect(try store.count("PRAGMA user_version") == 2)
    #expect(try store.rows("PRAGMA integrity_check") == [[.text("ok")]])
    #expect(try content(open(), tables) == before)
  }

  @Test func aNewFileHasTheNewestVersion() throws {
    let store = try open([Self.versionTwo], .create)
    #expect(try store.count("PRAGMA user_version") == 2)
    #expect(try store.rows("SELECT owner FROM latestRun") == [])
  }

  @Test func anOlderFileOpenedForReadingIsReadFromACopy() throws {
    let trials = try makeVersionOne()
    let before = FileManager.default.contents(atPath: folder.file())
    let store = try open([Self.versionTwo], .readOnly)
    #expect(try store.trials(of: runID) == trials)
    #expect(try store.rows("SELECT owner FROM run") == [[.text("unknown")]])
    #expect(throws: StoreError.self) { try store.finish(runID, at: startedAt) }
    #expect(FileManager.default.contents(atPath: folder.file()) == before)
    // Later queries use the same copy.
    try FileManager.default.removeItem(atPath: folder.file())
    for _ in 0..<2 { #expect(try store.count("SELECT count(*) FROM trial") == 2) }
  }

  @Test(arguments: [MeasurementStore.Access.create, .open, .readOnly])
  func aFileOfANewerVersionIsRefused(access: MeasurementStore.Access) throws {
    try makeVersionOne()
    _ = try open()
    let before = FileManager.default.contents(atPath: folder.file())
    #expect(throws: StoreError.file(.newer(version: 2, known: 1), path: folder.file())) {
      try open([], access)
    }
    #expect(FileManager.default.contents(atPath: folder.file()) == before)
  }

  @Test(arguments: [MeasurementStore.Access.create, .open, .readOnly], [1, 4])
  func aFileOfADevelopmentVersionIsRefused(
    access: MeasurementStore.Access, version: Int
  ) throws {
    try makeVersionOne()
    try open([]).execute(
      """
      PRAGMA application_id = \(Schema.developmentApplicationID); PRAGMA user_version = \(version);
      """)
    let before = FileManager.default.contents(atPath: folder.file())
    let refusal = StoreError.file(.development, path: folder.file())
    #expect(throws: refusal) { try open([], access) }
    let store = try folder.store("new.sqlite")
    #expect(throws: refusal) { try store.merge(from: folder.file()) }
    #expect(throws: refusal) { try store.backup(to: folder.file()) }
    #expect(FileManager.default.contents(atPath: folder.file()) == before)
  }

  @Test func aFileOfVersionOneIsMergedIntoVersionTwo() throws {
    let trials = try makeVersionOne("older.sqlite")
    let path = folder.file("older.sqlite")
    let before = FileManager.default.contents(atPath: path)
    let store = try open([Self.versionTwo], .create)
    let summary = try store.merge(from: path)
    #expect(summary.runsAdded == 1 && summary.trialsAdded == 2 && summary.filesAdded == 2)
    #expect(try store.trials(of: runID) == trials)
    #expect(try store.merge(from: path).runsUnchanged == 1)
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  /// The file still has version 1, and its content from before.
  private func expectVersionOne(_ before: [String: [[QueryValue]]]) throws {
    let store = try open([])
    #expect(try store.count("PRAGMA user_version") == 1)
    #expect(try content(store, tables(store)) == before)
    #expect(try store.rows("PRAGMA integrity_check") == [[.text("ok")]])
  }

  @Test(arguments: ["nonsense;", "INSERT INTO runTag VALUES (99, 'x');"])
  func aMigrationThatFailsLeavesVersionOne(fault: String) throws {
    try makeVersionOne()
    let before = try content(open([]), tables(open([])))
    #expect(throws: StoreError.self) { try open([Self.versionTwo + fault]) }
    try expectVersionOne(before)
  }

  @Test func aMigrationOnAFullDiskLeavesVersionOne() throws {
    try makeVersionOne()
    let before = try content(open([]), tables(open([])))
    let large = "PRAGMA max_page_count = 100;" + Self.fill(rows: 1_000_000)
    #expect(throws: StoreError.file(.diskFull, path: folder.file())) {
      try open([Self.versionTwo + large])
    }
    try expectVersionOne(before)
  }

  static func fill(rows: Int) -> String {
    """
    INSERT INTO runRating
    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT \(rows))
    SELECT 1, i FROM n;
    """
  }

  @Test func aMigrationThatIsKilledLeavesVersionOne() async throws {
    try makeVersionOne()
    let before = try content(open([]), tables(open([])))
    let path = folder.file()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      Thread.detachNewThread {
        // Wait until the migration has written pages that are not committed.
        while (FileStatus(path + "-wal")?.byteCount ?? 0) < 1_000_000 { usleep(1_000) }
        kill(getpid(), SIGKILL)
      }
      let endless = MigrationTests.fill(rows: 1_000_000_000)
      _ = try MeasurementStore(
        path: path, access: .open, migrations: [MigrationTests.versionTwo + endless])
    }
    try expectVersionOne(before)
    #expect(try open().count("PRAGMA user_version") == 2)
  }

  @Test func processesThatMigrateAtOnceMigrateOnce() throws {
    try makeVersionOne()
    let problems = Mutex<[String]>([])
    let path = folder.file()
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      do {
        _ = try MeasurementStore(path: path, access: .open, migrations: [Self.versionTwo])
      } catch {
        problems.withLock { $0.append("\(error)") }
      }
    }
    #expect(problems.withLock { $0 } == [])
    #expect(try open().count("SELECT count(*) FROM trial") == 2)
  }

  @Test func viewsOfUsersSurviveAMigration() throws {
    try makeVersionOne()
    try open([]).execute("CREATE VIEW mine AS SELECT uuid FROM run")
    #expect(try open().rows("SELECT * FROM mine") == [[.text(runID)]])
  }
}
