import BenchmarkModel
import Foundation
import Testing

@testable import Store

/// Merging databases that are damaged or malicious.
@Suite struct HostileDatabaseTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
    try store.addRun()
  }

  /// Creates a sound database with another run, and closes it.
  func makeOther(_ name: String = "other.sqlite", cases: Int = 20) throws -> String {
    let other = try folder.store(name)
    try other.addRun(otherRunID, cases: (0..<cases).map { fixtureCase(tasks: $0) })
    return other.path
  }

  private func content() throws -> [[QueryValue]] {
    try ["run", "trial", "measurement", "runTag", "metric"].flatMap {
      try store.rows("SELECT * FROM \($0) ORDER BY 1, 2")
    }
  }

  /// Expects that the file is refused for the given reason and that neither database changes.
  func expectRefusal(
    of path: String, limits: MergeLimits = MergeLimits(),
    sourceLocation: SourceLocation = #_sourceLocation,
    because isReason: (FileProblem) -> Bool = { _ in true }
  ) throws {
    let before = (ours: try content(), theirs: FileManager.default.contents(atPath: path))
    #expect(sourceLocation: sourceLocation) {
      try store.merge(from: [path], limits: limits)
    } throws: { error in
      guard case StoreError.file(let problem, path) = error else { return false }
      return isReason(problem)
    }
    #expect(try content() == before.ours, sourceLocation: sourceLocation)
    #expect(
      FileManager.default.contents(atPath: path) == before.theirs, sourceLocation: sourceLocation)
  }

  private func isDamaged(_ reason: String = "") -> (FileProblem) -> Bool {
    { problem in
      guard case .damaged(let found) = problem else { return false }
      return reason.isEmpty || found.contains(reason)
    }
  }

  /// Runs SQL on a file without restrictions, as its author could.
  private func change(_ path: String, _ script: String) throws {
    try MeasurementStore(path: path, access: .open).execute(script)
  }

  @Test(arguments: [
    ("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM trial; END", "a trigger \"t\""),
    ("CREATE TRIGGER metric AFTER INSERT ON run BEGIN DELETE FROM trial; END", "a trigger"),
    ("CREATE VIRTUAL TABLE v USING fts5(text)", "a virtual table \"v\""),
    ("DROP TABLE measurement", "its measurement is not as"),
    ("DROP TABLE runTag; CREATE VIEW runTag AS SELECT 1 AS run, 'x' AS tag", "its runTag is not"),
    ("ALTER TABLE trial ADD COLUMN twice INTEGER AS (reached * 2)", "its trial is not as"),
    ("DROP INDEX runByStart; CREATE INDEX runByStart ON run (lower(startedAt))", "runByStart"),
    ("DROP INDEX machineByDescription", "machineByDescription"),
    (
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'TEXT', 'ANY')",
      "is not as Parallax defines it"
    ),
    (
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'label TEXT NOT NULL', 'label TEXT');
      PRAGMA writable_schema = RESET;
      UPDATE metric SET label = NULL
      """, "its metric is not as"
    ),
    (
      "PRAGMA foreign_keys = OFF; DELETE FROM benchmarkCase",
      "refers to a missing row of benchmarkCase"
    ),
    (
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'trial'", ""
    ),
  ])
  func whatNoParallaxDatabaseHasIsRefused(planted: String, reason: String) throws {
    let path = try makeOther()
    try change(path, planted)
    try expectRefusal(of: path, because: isDamaged(reason))
  }

  @Test func tablesAndViewsOfUsersAreIgnored() throws {
    let path = try makeOther()
    try change(
      path,
      """
      CREATE TABLE mine (x); INSERT INTO mine VALUES (1); CREATE VIEW caseCount AS SELECT 1;
      DROP VIEW caseSummary; CREATE VIEW caseSummary AS SELECT load_extension('x');
      """)
    #expect(try store.merge(from: path).trialsAdded == 20)
    #expect(try store.count("SELECT count(*) FROM sqlite_schema WHERE name = 'mine'") == 0)
    #expect(try store.count("SELECT count(*) FROM caseSummary") == 42)
  }

  @Test func aValueOutOfBoundsStopsTheWholeMerge() throws {
    let path = try makeOther()
    try change(
      path, "PRAGMA ignore_check_constraints = ON; UPDATE run SET seed = '99999999999999999999'")
    try expectRefusal(of: path) { problem in
      problem
        == .unusable(
          value: "run.seed of run \(otherRunID) is \"99999999999999999999\", but must be a whole "
            + "number from 0 to 18446744073709551615 as text")
    }
  }

  @Test(arguments: [0, 1, 15, 16, 60, 100, 511, 4_096, 8_192, 30_000, -4_096])
  func aTruncatedFileIsRefused(length: Int) throws {
    let path = try makeOther()
    let bytes = try #require(FileManager.default.contents(atPath: path))
    let kept = length >= 0 ? length : bytes.count + length
    try bytes.prefix(kept).write(to: URL(filePath: path))
    try expectRefusal(of: path) { problem in
      switch problem {
      case .notParallax: kept < 16
      case .notADatabase, .damaged: true
      default: false
      }
    }
  }

  /// Changed bytes are either detected, and then nothing is merged, or a value that could have been
  /// stored; in any case this database stays sound.
  @Test func flippedBytesNeverHarmThisDatabase() throws {
    let path = try makeOther(cases: 8)
    let bytes = try #require(FileManager.default.contents(atPath: path))
    var state: UInt64 = 7
    var refused = 0
    for round in 0..<60 {
      var changed = bytes
      for _ in 0..<(1 << (round % 8)) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        changed[Int(state >> 33) % changed.count] ^= UInt8(truncatingIfNeeded: state >> 24) | 1
      }
      try changed.write(to: URL(filePath: path))
      let target = try folder.store("target-\(round).sqlite")
      do { try target.merge(from: path) } catch is StoreError {
        refused += 1
        #expect(try target.count("SELECT count(*) FROM run") == 0)
      }
      #expect(try target.rows("PRAGMA integrity_check") == [[.text("ok")]])
      #expect(try target.rows("PRAGMA foreign_key_check") == [])
    }
    #expect(refused > 10 && refused < 60)
  }

  @Test func otherFilesAreRefused() throws {
    for (script, problem) in [
      ("PRAGMA user_version = 99", FileProblem.newer(version: 99, known: Schema.newestVersion())),
      ("PRAGMA application_id = 7", .notParallax),
    ] {
      let path = try makeOther("\(UUID()).sqlite")
      try change(path, script)
      try expectRefusal(of: path) { $0 == problem }
    }
    try folder.write(String(repeating: "no database at all ", count: 100), to: "notes.txt")
    try expectRefusal(of: folder.file("notes.txt")) { $0 == .notADatabase }
    try expectRefusal(of: folder.file("none.sqlite")) { $0 == .missingInput }
    try expectRefusal(of: folder.path) {
      $0 == .cannotOpen(reason: "it is a folder, and a database is a regular file")
    }
  }

  /// Opening a pipe would wait for a writer, and reading a device would never end.
  @Test(.timeLimit(.minutes(1))) func aPipeAndADeviceAreRefusedAtOnce() throws {
    let pipe = folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    for (path, kind) in [(pipe, "a pipe"), ("/dev/zero", "a device"), ("/dev/null", "a device")] {
      let problem = FileProblem.cannotOpen(
        reason: "it is \(kind), and a database is a regular file")
      #expect(throws: StoreError.file(problem, path: path)) { try store.merge(from: path) }
      for access in [MeasurementStore.Access.create, .open, .readOnly] {
        #expect(throws: StoreError.file(problem, path: path)) {
          try MeasurementStore(path: path, access: access)
        }
      }
    }
  }

  @Test func theDatabaseItselfIsRefusedUnderEveryName() throws {
    let (link, hardLink) = (folder.file("link"), folder.file("hard"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: store.path)
    try FileManager.default.linkItem(atPath: store.path, toPath: hardLink)
    let name = URL(filePath: folder.path).lastPathComponent
    for path in [store.path, link, hardLink, "\(folder.path)/../\(name)/results.sqlite"] {
      #expect(throws: StoreError.file(.sameFile, path: path)) { try store.merge(from: path) }
    }
    let other = try makeOther()
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: other)
    #expect(try store.merge(from: link).runsAdded == 1)
  }

  @Test func aFileBeyondTheLimitsIsRefused() throws {
    let path = try makeOther()
    let bytes = try #require(FileManager.default.contents(atPath: path)).count
    let limits: [(MergeLimits, FileProblem)] = [
      (
        MergeLimits(fileBytes: bytes - 1),
        .excessive(what: "bytes", count: bytes, limit: bytes - 1)
      ),
      (MergeLimits(runs: 0), .excessive(what: "rows of run", count: 1, limit: 0)),
      (
        MergeLimits(rowsOfRun: 19),
        .excessive(what: "rows of one run in plannedTrial", count: 20, limit: 19)
      ),
      (
        MergeLimits(rowsOfTrial: 3),
        .excessive(what: "rows of one trial in measurement", count: 4, limit: 3)
      ),
    ]
    for (limit, problem) in limits {
      try expectRefusal(of: path, limits: limit) { $0 == problem }
    }
    let enough = MergeLimits(fileBytes: bytes, runs: 1, rowsOfRun: 20, rowsOfTrial: 4)
    #expect(try store.merge(from: [path], limits: enough)[0].runsAdded == 1)
  }

  @Test func aHugeTextIsRefused() throws {
    let path = try makeOther()
    let length = Int(DatabaseFile.maximumValueBytes) + 1
    try change(
      path,
      "UPDATE trial SET standardError = printf('%.*c', \(length), 'x') WHERE position = 7")
    try expectRefusal(of: path, because: isDamaged())
  }
}
