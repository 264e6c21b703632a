import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct OpeningTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Expects that the file cannot be opened and is not changed.
  private func expectProblem(
    _ problem: FileProblem, _ name: String, _ access: MeasurementStore.Access
  ) throws {
    let path = folder.file(name)
    let before = FileManager.default.contents(atPath: path)
    #expect(throws: StoreError.file(problem, path: path)) {
      try MeasurementStore(path: path, access: access)
    }
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  private func make(_ name: String, _ script: String) throws {
    try folder.store(name).execute(script)
  }

  @Test func creatingWritesTheHeader() throws {
    let store = try folder.store()
    #expect(try store.count("PRAGMA application_id") == 0x5072_6C78)
    #expect(try store.count("PRAGMA user_version") == Schema.newestVersion())
    let header = FileManager.default.contents(atPath: store.path)?.prefix(16)
    #expect(header == Data("SQLite format 3\u{0}".utf8))
    #expect(try store.runs() == [])
  }

  @Test func aMissingFileIsRefusedUnlessItIsToBeCreated() throws {
    for access in [MeasurementStore.Access.open, .readOnly] {
      try expectProblem(.missing, "none.sqlite", access)
      try expectProblem(.missing, "none/none.sqlite", access)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test(arguments: [MeasurementStore.Access.create, .open, .readOnly])
  func otherFilesAreRefusedAndNotChanged(access: MeasurementStore.Access) throws {
    try folder.write(String(repeating: "no database at all ", count: 100), to: "notes.txt")
    try expectProblem(.notADatabase, "notes.txt", access)
    try make("theirs", "PRAGMA application_id = 7")
    try expectProblem(.notParallax, "theirs", access)
    try make("unversioned", "PRAGMA user_version = 0")
    try expectProblem(.notParallax, "unversioned", access)
    try make("newer", "PRAGMA user_version = 12")
    try expectProblem(.newer(version: 12, known: Schema.newestVersion()), "newer", access)
    try expectProblem(
      .cannotOpen(reason: "it is a folder, and a database is a regular file"), ".", access)
  }

  @Test func anEmptyFileIsAcceptedOnlyToCreate() throws {
    try folder.write("", to: "empty")
    try expectProblem(.notParallax, "empty", .open)
    try expectProblem(.notParallax, "empty", .readOnly)
    #expect(try folder.store("empty").runs() == [])
    #expect(try MeasurementStore(path: folder.file("empty"), access: .readOnly).runs() == [])
  }

  @Test func aTruncatedFileIsReportedAsDamaged() throws {
    try folder.store().addRun(cases: (0..<200).map { fixtureCase(tasks: $0) })
    let bytes = try #require(FileManager.default.contents(atPath: folder.file()))
    try bytes.prefix(12_288).write(to: URL(filePath: folder.file()))
    #expect {
      try MeasurementStore(path: folder.file(), access: .readOnly).trials(of: runID)
    } throws: { error in
      guard case StoreError.file(.damaged, _) = error else { return false }
      return true
    }
  }

  @Test func aMissingFolderIsReported() throws {
    try folder.write("", to: "file")
    for name in ["none", "none/deeper", "file"] {
      try expectProblem(.missingFolder(folder.file(name)), "\(name)/results.sqlite", .create)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
  }

  /// SQLite would take such a file for its own, or remove it.
  @Test func theNameOfAFileBesideADatabaseIsRefused() throws {
    try folder.store().addRun()
    for ending in ["-wal", "-journal", "-shm", "-measuring"] {
      for isThere in [false, true] {
        if isThere { try folder.write("", to: "results.sqlite\(ending)") }
        try expectProblem(
          .companion(of: folder.file()), "results.sqlite\(ending)", .create)
        #expect(
          FileManager.default.fileExists(atPath: folder.file("results.sqlite\(ending)")) == isThere)
        if isThere {
          try FileManager.default.removeItem(atPath: folder.file("results.sqlite\(ending)"))
        }
      }
    }
    #expect(try folder.store("other-wal").runs() == [])
  }

  /// Whether the system enforces permissions on this user, which it does not on root.
  static let permissionsBind = !FileManager.default.isWritableFile(atPath: "/")

  private func permit(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test(.enabled(if: permissionsBind, "root may write everywhere"))
  func aReadOnlyFolderIsReadFromAndNotWrittenTo() throws {
    try folder.store().addRun()
    try permit(0o555, folder.path)
    defer { #expect(throws: Never.self) { try permit(0o755, folder.path) } }
    let store = try MeasurementStore(path: folder.file(), access: .readOnly)
    #expect(try store.runs().count == 1)
    #expect(try store.count("SELECT count(*) FROM run") == 1)
    for name in ["results.sqlite", "new.sqlite"] {
      #expect("\(name)") {
        try MeasurementStore(path: folder.file(name), access: .create)
      } throws: { error in
        guard case StoreError.file(.cannotWrite, folder.file(name)) = error else { return false }
        return true
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["results.sqlite"])
  }

  @Test(.enabled(if: permissionsBind, "root may write everywhere"))
  func aWriteProtectedFileIsReadFromAndNotWrittenTo() throws {
    try folder.store().addRun()
    try permit(0o444, folder.file())
    try expectProblem(.cannotWrite(reason: "it is write-protected"), "results.sqlite", .open)
    #expect(try MeasurementStore(path: folder.file(), access: .readOnly).runs().count == 1)
  }

  @Test func readingChangesNothingAndWritingIsRefused() throws {
    try folder.store().addRun()
    let store = try MeasurementStore(path: folder.file(), access: .readOnly)
    #expect {
      try store.begin(fixtureRun(otherRunID), plan: [], metrics: [])
    } throws: { error in
      guard case StoreError.file(.cannotWrite, _) = error else { return false }
      return true
    }
    #expect(try store.runs().map(\.id) == [runID])
  }

  @Test func aLockOfAnotherProgramIsReported() throws {
    let first = try folder.store()
    let second = try MeasurementStore(path: first.path, access: .open, busyTimeout: .zero)
    try first.writing { connection in
      _ = try connection.insert(fixtureRun(otherRunID))
      #expect(throws: StoreError.file(.locked, path: first.path)) {
        try second.begin(fixtureRun(), plan: [], metrics: [])
      }
    }
    try second.begin(fixtureRun(), plan: [], metrics: [])
  }

  @Test func aReaderDoesNotWaitForAWriterAndSeesWhatIsCommitted() throws {
    let store = try folder.store()
    try store.addRun()
    let reader = try MeasurementStore(path: store.path, access: .readOnly, busyTimeout: .zero)
    try store.writing { connection in
      _ = try connection.insert(fixtureRun(otherRunID))
      #expect(try reader.runs().count == 1)
      #expect(try reader.count("SELECT count(*) FROM run") == 1)
    }
    #expect(try reader.runs().count == 2)
  }

  @Test func aJournalThatGrewBecauseOfALongReaderShrinks() throws {
    let store = try folder.store()
    let plan = fixturePlan((0..<603).map { fixtureCase(tasks: $0 % 5) }, iterations: 999)
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    func add(_ trials: ArraySlice<PlannedTrial>) throws {
      for planned in trials {
        let values = (0..<1000).map(Double.init)
        try store.record(
          fixtureTrial(planned, measurements: fixtureMeasurements(values)), in: runID)
      }
    }
    func journalBytes() throws -> Int {
      try #require(FileStatus(store.path + "-wal")).byteCount
    }
    let reader = try MeasurementStore(path: store.path, access: .readOnly)
    try reader.reading { connection in
      _ = try connection.metricIDs()
      try add(plan[..<600])
      #expect(try journalBytes() > DatabaseFile.journalBytes)
    }
    try add(plan[600...])
    #expect(try journalBytes() <= DatabaseFile.journalBytes)
  }

  @Test func aReleasedStoreLeavesOneFile() throws {
    try folder.store().addRun()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["results.sqlite"])
    #expect(try MeasurementStore(path: folder.file(), access: .open).runs().count == 1)
  }

  @Test func aPathThatLooksLikeAURIIsAFileName() throws {
    let names = ["file:a.sqlite?mode=memory", "100% 'quoted' #1?.sqlite", "ü é.sqlite"]
    for name in names {
      try folder.store(name).addRun()
      #expect(FileManager.default.fileExists(atPath: folder.file(name)), "\(name)")
      let store = try MeasurementStore(path: folder.file(name), access: .readOnly)
      #expect(try store.count("SELECT count(*) FROM run") == 1)
    }
  }
}
