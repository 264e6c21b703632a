import GRDB

/// The database of measurements and published numbers: one SQLite file.
///
/// When a method returns, what it stored is on the disk and survives a crash of the process or the
/// machine; a method that throws stores nothing. Other programs may read while Parallax writes. When
/// the store is released, its journal is written back and the file stands alone.
package final class MeasurementStore: Sendable {
  package enum Access: Sendable, Equatable {
    /// For writing; a missing file is created in an existing folder.
    case create
    /// For writing; the file must exist.
    case open
    /// For reading; the file must exist and is not changed.
    case readOnly
  }

  /// The file as the user named it, for messages.
  package let path: String
  package let access: Access

  let migrations: [String]
  let connection: DatabaseQueue
  /// The file that was opened for writing, by its absolute path.
  private let opened: (path: String, status: FileStatus)?

  /// Whether the connection has no file: a private copy of an older one, or an empty database.
  var isCopy: Bool { connection.path.isEmpty }

  /// Opens the database at a path.
  ///
  /// A file of an older version is migrated, or, when it is opened for reading, read from a migrated
  /// copy. A file that is not a Parallax database is never changed. `busyTimeout` is how long to wait
  /// for another program's lock; `lockWait` decides it instead.
  package convenience init(
    path: String, access: Access, busyTimeout: Duration = .seconds(5), lockWait: LockWait? = nil
  ) throws(StoreError) {
    try self.init(
      path: path, access: access, busyTimeout: busyTimeout, lockWait: lockWait,
      migrations: Schema.migrations)
  }

  /// Creates an empty database without a file, on which questions can be tried.
  ///
  /// - Parameter name: What the errors of the question name instead of a file.
  package init(emptyFor name: String) throws(StoreError) {
    path = name
    access = .readOnly
    migrations = Schema.migrations
    opened = nil
    do {
      connection = try DatabaseQueue(path: "")
      try connection.inDatabase { connection in
        try Schema.migrate(connection, with: Schema.migrations)
        try connection.execute(sql: "PRAGMA query_only = ON")
      }
    } catch {
      throw StoreError(error, path: name)
    }
  }

  /// Opens the database as a Parallax with the given migrations would.
  init(
    path: String, access: Access, busyTimeout: Duration = .seconds(5), lockWait: LockWait? = nil,
    migrations: [String]
  ) throws(StoreError) {
    self.path = path
    self.access = access
    self.migrations = migrations
    do {
      connection = try DatabaseFile(
        path: path, access: access, busyTimeout: busyTimeout, migrations: migrations,
        lockWait: lockWait
      ).connect()
    } catch {
      throw StoreError(error, path: path)
    }
    let absolute = DatabaseFile.absolute(path)
    opened = access == .readOnly ? nil : FileStatus(absolute).map { (absolute, $0) }
  }

  /// Reads from one consistent state of the database.
  func reading<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try connection.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Writes in one transaction; an error undoes all of it.
  func writing<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    guard access != .readOnly else {
      throw .file(.cannotWrite(reason: "it was opened for reading"), path: path)
    }
    do {
      try requireFileInPlace()
      let value = try connection.write(body)
      try requireFileInPlace()
      return value
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Throws when the path no longer names the file that was opened, which would get what no one can
  /// read.
  func requireFileInPlace() throws(FileProblem) {
    guard let opened else { return }
    guard let now = FileStatus(opened.path), now.isSameFile(as: opened.status) else {
      throw .replaced
    }
  }

  /// Runs a script without wrapping it in a transaction.
  func execute(_ script: String) throws(StoreError) {
    do {
      try connection.inDatabase { try $0.execute(sql: script) }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
