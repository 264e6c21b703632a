import GRDB

extension MeasurementStore {
  /// Copies the whole database, as it is at this moment, while others may go on writing to it.
  ///
  /// The copy is one file without a journal beside it, fit for publishing and for read-only media.
  /// An older database of Parallax at that path is replaced in one step; any other file is refused.
  package func backup(to destination: String) throws(StoreError) {
    guard !isSameFile(as: destination) else { throw .file(.sameFile, path: destination) }
    let copy = try MeasurementStore(path: destination, access: .create)
    do {
      try connection.backup(to: copy.connection)
      // The journal's kind is part of the copied pages.
      try copy.execute("PRAGMA journal_mode = DELETE")
    } catch {
      throw StoreError(error, path: destination)
    }
  }

  /// Whether another path leads to this very file.
  func isSameFile(as other: String) -> Bool {
    guard let ours = FileStatus(DatabaseFile.absolute(path)),
      let theirs = FileStatus(DatabaseFile.absolute(other))
    else { return false }
    return ours.isSameFile(as: theirs)
  }
}
