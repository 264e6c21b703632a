import GRDB
import Synchronization

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
  let connection: Connection
  /// The files that were opened for writing.
  private let opened: Mutex<OpenedFiles?>

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
    opened = Mutex(nil)
    do {
      connection = try Connection(path: "")
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
    opened = Mutex(access == .readOnly ? nil : OpenedFiles(DatabaseFile.absolute(path)))
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
      try requireFileInPlace(afterWriting: true)
      return value
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Throws when the path no longer names the file that was opened, which would get what no one can
  /// read, or when another program has damaged the file, which SQLite does not notice while it has the
  /// pages in memory.
  ///
  /// - Parameter afterWriting: Whether this store may have written the file since the last call.
  func requireFileInPlace(afterWriting: Bool = false) throws {
    guard let before = opened.withLock(\.self) else { return }
    guard let now = OpenedFiles(before.path) else { throw FileProblem.replaced }
    try now.requireSameFiles(as: before)
    guard !now.hasCutIndex(since: before) else {
      connection.leaveOpen()
      throw FileProblem.overwritten(problem: "\"\(path)-shm\" is too short")
    }
    if now.isShorter(than: before) || !afterWriting && now.isWritten(since: before) {
      try requireWholeFile()
    }
    opened.withLock { $0 = now }
  }

  /// Reads the whole file with a new connection, which has nothing of it in memory.
  private func requireWholeFile() throws {
    let problem: String?
    do {
      let file = DatabaseFile(
        path: path, access: .readOnly, busyTimeout: .zero, migrations: migrations)
      problem = try file.connect().read { connection in
        var first = try connection.integrityProblems().pages.first
        // Pages of two databases may fit together by chance, but not their rows.
        try connection.forEachMissingTarget(naming: true) { first = first ?? $0 }
        return first
      }
    } catch let error as DatabaseError {
      // If it is locked, another program could open it.
      guard error.resultCode != .SQLITE_BUSY else { return }
      problem = error.reason
    } catch { problem = "it is not a Parallax database" }
    if let problem { throw FileProblem.overwritten(problem: problem) }
  }

  /// Runs a script without wrapping it in a transaction.
  func execute(_ script: String) throws(StoreError) {
    do {
      try connection.inDatabase { try $0.execute(sql: script) }
    } catch {
      throw StoreError(error, path: path)
    }
    // The script may have changed which files there are.
    opened.withLock { $0 = $0.flatMap { OpenedFiles($0.path) } }
  }
}
