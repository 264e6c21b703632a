import FoundationEssentials
import Testing

@testable import Store

@Suite struct BackupTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
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
    for table in ["run", "plannedTrial", "trial", "measurement"] {
      let sql = "SELECT * FROM \(table) ORDER BY 1, 2, 3"
      #expect(try copy.rows(sql) == store.rows(sql), "\(table)")
    }
    #expect(try copy.rows("PRAGMA integrity_check") == [[.text("ok")]])
  }

  @Test func aBackupDoesNotReplaceOtherFiles() throws {
    try folder.write("my notes, which are longer than a header and stay as they are.", to: "notes")
    #expect(throws: StoreError.file(.notADatabase, path: folder.file("notes"))) {
      try store.backup(to: folder.file("notes"))
    }
    #expect(throws: StoreError.file(.sameFile, path: store.path)) {
      try store.backup(to: store.path)
    }
  }
}
