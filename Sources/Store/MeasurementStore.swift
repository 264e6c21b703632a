import GRDB

/// The database of measurements and published numbers: one SQLite file.
///
/// What was handed to a method that returned is on the disk and survives a crash of the process or
/// of the machine; what a method could not store whole is not there at all. Other programs may read
/// while Parallax writes. When the store is no longer referred to, its journal is written back and
/// the file stands alone.
package final class MeasurementStore: Sendable {
  /// What the file is opened for.
  package enum Access: Sendable, Equatable {
    /// Writing; the file and its folder are made when they are missing.
    case create
    /// Writing; the file must be there.
    case open
    /// Reading; the file must be there and stays as it is.
    case readOnly
  }

  /// The file as the user named it, for messages.
  package let path: String
  /// What the file was opened for.
  package let access: Access

  /// The versions of the schema that are known, one script for each.
  let steps: [String]
  let connection: DatabaseQueue

  /// Whether the connection is one to a private copy of an older file, which has no name.
  var isCopy: Bool { connection.path.isEmpty }

  /// Opens the database at a path.
  ///
  /// A file of an older Parallax is brought up to date, unless it is only to be read. A file that
  /// is not ours is never changed. `busyTimeout` is how long to wait for another program's lock.
  package convenience init(
    path: String, access: Access, busyTimeout: Duration = .seconds(5)
  ) throws(StoreError) {
    try self.init(path: path, access: access, busyTimeout: busyTimeout, steps: Schema.steps)
  }

  /// Opens the database as a Parallax would that knows the given versions of the schema.
  init(
    path: String, access: Access, busyTimeout: Duration = .seconds(5), steps: [String]
  ) throws(StoreError) {
    self.path = path
    self.access = access
    self.steps = steps
    do {
      connection = try DatabaseFile(
        path: path, access: access, busyTimeout: busyTimeout, steps: steps
      ).connect()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Reads a consistent state of the database.
  func reading<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try connection.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Writes in one transaction, which an error undoes as a whole.
  func writing<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    guard access != .readOnly else {
      throw .file(.cannotWrite(reason: "it was opened only to be read"), path: path)
    }
    do {
      return try connection.write(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs a script as it stands, outside any transaction but its own.
  func execute(_ script: String) throws(StoreError) {
    do {
      try connection.inDatabase { try $0.execute(sql: script) }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
