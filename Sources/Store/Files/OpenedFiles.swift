/// A database that was opened for writing and the files that SQLite keeps beside it, as they were seen
/// last.
///
/// Only their status is looked at: to open and close one would release SQLite's locks.
struct OpenedFiles {
  /// Absolute.
  let path: String
  private let database: FileStatus
  /// The journal and its index, which are there while a connection is open, if the file system supports
  /// them.
  private let journal, index: FileStatus?

  /// Returns nil when there is no such file.
  init?(_ path: String) {
    guard let database = FileStatus(path) else { return nil }
    self.path = path
    self.database = database
    journal = FileStatus(path + "-wal")
    index = FileStatus(path + "-shm")
  }

  /// Throws when a path no longer names the file that it named before.
  func requireSameFiles(as before: OpenedFiles) throws(FileProblem) {
    guard database.isSameFile(as: before.database) else { throw .replaced }
    for (now, before, ending) in [(journal, before.journal, "-wal"), (index, before.index, "-shm")]
    {
      guard let before else { continue }
      guard let now, now.isSameFile(as: before) else { throw .companionReplaced(ending) }
    }
  }

  /// Whether the database's own file was written since, which SQLite does when its journal has grown
  /// long.
  func isWritten(since before: OpenedFiles) -> Bool {
    database.isChanged(since: before.database)
  }

  /// Whether the database or its journal is shorter; both are sometimes, after rows were removed and
  /// after a long journal.
  func isShorter(than before: OpenedFiles) -> Bool {
    database.byteCount < before.database.byteCount
      || (journal?.byteCount ?? 0) < (before.journal?.byteCount ?? 0)
  }

  /// Whether the index of the journal is shorter, so that the system ends a process that reads it.
  func hasCutIndex(since before: OpenedFiles) -> Bool {
    (index?.byteCount ?? 0) < (before.index?.byteCount ?? 0)
  }
}
