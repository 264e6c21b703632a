import GRDB

extension MeasurementStore {
  /// Copies the whole database as it is at this moment, while other processes may write to it.
  ///
  /// The copy is one file without a journal, fit for publishing and for read-only media. A Parallax
  /// database at that path is replaced in one step; any other file is refused.
  package func backup(to destination: String) throws(StoreError) {
    guard !isSameFile(as: destination) else { throw .file(.sameFile, path: destination) }
    let copy = try MeasurementStore(path: destination, access: .create)
    do {
      try connection.backup(to: copy.connection)
      // The copied pages include the journal mode.
      try copy.execute("PRAGMA journal_mode = DELETE")
    } catch {
      throw StoreError(error, path: destination)
    }
  }

  /// Whether another path names this file.
  func isSameFile(as other: String) -> Bool {
    guard let ours = FileStatus(DatabaseFile.absolute(path)),
      let theirs = FileStatus(DatabaseFile.absolute(other))
    else { return false }
    return ours.isSameFile(as: theirs)
  }
}
