import CSQLite
import FoundationEssentials
import GRDB
import GRDBSQLite
import Outputs
import Platform

/// Opens a path as a connection to a database that is known to be a Parallax database.
struct DatabaseFile {
  let path: String
  let access: MeasurementStore.Access
  let busyTimeout: Duration
  let migrations: [String]
  /// Decides whether to go on waiting for another program's lock, instead of the timeout.
  var lockWait: LockWait?

  /// The maximum size in bytes of a text or blob that is read from a file of unknown origin; ours are
  /// far smaller.
  static let maximumValueBytes: CInt = 16_000_000

  /// The size in bytes to which the journal is truncated: well above the 4 MB at which SQLite starts
  /// over when no reader prevents it, since growing the journal makes commits far slower.
  static let journalBytes = 16_777_216

  /// Opens and identifies the file, and migrates it when it is opened for writing.
  func connect() throws -> Connection {
    try requirePlace()
    let connection = try openConnection()
    let newest = Schema.newestVersion(after: migrations)
    let isOlder = try connection.read { try identify($0) < newest }
    if isOlder, access == .readOnly { return try privateCopy(of: connection) }
    if access != .readOnly {
      try untilUnlocked { try connection.inDatabase(prepareForWriting) }
    }
    try connection.inDatabase { try Schema.hideForeignViews(in: $0, with: migrations) }
    return connection
  }

  private func prepareForWriting(_ connection: Database) throws {
    // SQLite silently opens a file read-only when it may not write it.
    guard sqlite3_db_readonly(connection.sqliteConnection, "main") == 0 else {
      throw FileProblem.cannotWrite(reason: "it is write-protected")
    }
    // Readers and the writer do not wait for one another. Where the file system does not support
    // it, SQLite keeps its rollback journal, which is as safe.
    try connection.execute(sql: "PRAGMA journal_mode = WAL")
    // A commit returns only when it has reached the disk.
    try connection.execute(sql: "PRAGMA synchronous = FULL")
    // A journal that grew because of a long reader shrinks when SQLite starts it over.
    try connection.execute(sql: "PRAGMA journal_size_limit = \(Self.journalBytes)")
    try Schema.migrate(connection, with: migrations)
  }

  /// Repeats a step for which SQLite itself does not wait: it refuses the change to WAL at once while
  /// another program creates the database.
  private func untilUnlocked(_ step: () throws -> Void) throws {
    let wait = lockWait ?? LockWait { [busyTimeout] in $0 < busyTimeout }
    var tries = 0
    while true {
      do {
        return try step()
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        guard wait.wait(after: tries) else { throw error }
        tries += 1
      }
    }
  }

  /// A private copy of the file, migrated.
  ///
  /// `check` gets the copy before its migration, and its version.
  func privateCopy(check: (Database, Int) throws -> Void) throws -> Connection {
    try requirePlace()
    let file = try openConnection()
    _ = try file.read(identify)
    return try privateCopy(of: file, check: check)
  }

  /// A private, migrated copy of a file that was opened for reading.
  ///
  /// SQLite keeps it in an unnamed temporary file, which is removed with the connection.
  private func privateCopy(
    of file: Connection, check: (Database, Int) throws -> Void = { _, _ in }
  ) throws -> Connection {
    var configuration = configuration
    configuration.readonly = false
    let copy = try Connection(path: "", configuration: configuration)
    try copy.inDatabase { try $0.execute(sql: "PRAGMA query_only = OFF") }
    try file.backup(to: copy)
    try copy.inDatabase { connection in
      // Identify the copy, since the file may have been replaced after it was opened.
      try check(connection, identify(connection))
      try Schema.migrate(connection, with: migrations)
      try Schema.hideForeignViews(in: connection, with: migrations)
      try connection.execute(sql: "PRAGMA query_only = ON")
    }
    return copy
  }

  /// The absolute path, which SQLite cannot mistake for a `file:` URI.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }

  private var absolutePath: String { Self.absolute(path) }

  /// Refuses what cannot be a database before SQLite opens it.
  private func requirePlace() throws {
    guard !path.isEmpty else { throw FileProblem.cannotOpen(reason: "its name is empty") }
    if path == "-" {
      throw FileProblem.cannotOpen(reason: "a database is a regular file, not standard input")
    }
    if access != .readOnly, let database = Self.database(withCompanion: path) {
      throw FileProblem.companion(of: database)
    }
    if let kind = FileKind(absolutePath) {
      // Opening a pipe would wait for a writer.
      guard kind == .file else {
        throw FileProblem.cannotOpen(
          reason: "it is \(kind.rawValue), and a database is a regular file")
      }
      try requireOutputApart()
      return
    }
    guard access == .create else { throw FileProblem.missing }
    // A link to a file that is still to be created has no folder that we could name.
    guard linkTarget(absolutePath) == nil else { return }
    let folder = URL(filePath: path).deletingLastPathComponent().relativePath
    guard Platform.isFolder(folder) else { throw FileProblem.missingFolder(folder) }
  }

  /// Refuses a database into which the shell has led standard output or standard error, since what is
  /// printed would damage it.
  private func requireOutputApart() throws {
    let path = resolvedPath(absolutePath) ?? absolutePath
    for descriptor: Int32 in [1, 2] {
      guard let output = FileStatus(descriptor: descriptor) else { continue }
      for ending in [""] + InputFiles.companionEndings
      where FileStatus(path + ending)?.isSameFile(as: output) == true {
        throw FileProblem.output(descriptor: descriptor)
      }
    }
  }

  /// The existing file that SQLite or `measure` would keep a file with this name for.
  private static func database(withCompanion path: String) -> String? {
    let path = resolvedPath(path) ?? path
    for ending in InputFiles.companionEndings where path.hasSuffix(ending) {
      let database = String(path.dropLast(ending.count))
      if FileKind(database) == .file { return database }
    }
    return nil
  }

  private func openConnection() throws -> Connection {
    do {
      return try Connection(path: absolutePath, configuration: configuration)
    } catch let error as DatabaseError where canBeImmutable(after: error) {
      // Without a journal, and where none can be created, the file holds everything.
      return try Connection(path: immutableURI, configuration: configuration)
    } catch let error as DatabaseError
      where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
    {
      throw FileProblem.cannotOpen(
        reason: "a program was stopped in the middle of a change, which only opening it for "
          + "writing can undo")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
      guard access == .readOnly else {
        throw FileProblem.cannotWrite(reason: "\(error.reason), or its folder is read-only")
      }
      throw error
    }
  }

  /// Whether the error may mean that the journal cannot be created in a read-only folder.
  private func canBeImmutable(after error: DatabaseError) -> Bool {
    guard access == .readOnly,
      error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY
    else { return false }
    return ["-wal", "-journal"].allSatisfy { (FileStatus(absolutePath + $0)?.byteCount ?? 0) == 0 }
  }

  private var immutableURI: String {
    let escaped = absolutePath.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"):
        String(UnicodeScalar(byte))
      default:
        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return "file:\(escaped.joined())?immutable=1"
  }

  /// SQLite takes a number of milliseconds that fits into 32 bits.
  private static let maximumBusySeconds = 2e6

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.readonly = access == .readOnly
    configuration.busyMode =
      lockWait?.busyMode
      ?? .timeout(min(busyTimeout / .seconds(1), Self.maximumBusySeconds))
    let isReadOnly = access == .readOnly
    configuration.prepareDatabase { connection in
      // The file's schema may not call functions with side effects, and an inconsistent page is
      // detected when it is read.
      try connection.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
      connection.add(function: .isUTF8)
      if isReadOnly {
        try connection.execute(sql: "PRAGMA query_only = ON")
        try connection.makeDefensive()
        sqlite3_limit(connection.sqliteConnection, SQLITE_LIMIT_LENGTH, Self.maximumValueBytes)
      }
    }
    return configuration
  }

  /// The version of a file, 0 for an empty one that may be filled.
  ///
  /// Throws when the file is not a Parallax database, or has a version that cannot be used.
  private func identify(_ connection: Database) throws -> Int {
    let known = Schema.newestVersion(after: migrations)
    let version = try Schema.version(of: connection)
    let applicationID = try Int.fetchOne(connection, sql: "PRAGMA application_id")
    if applicationID == Schema.developmentApplicationID { throw FileProblem.development }
    if applicationID == Schema.applicationID, version > 0 {
      if version > known { throw FileProblem.newer(version: version, known: known) }
      return version
    }
    let objects = try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_schema")
    let isEmpty = applicationID == 0 && version == 0 && objects == 0
    guard isEmpty, access == .create else { throw FileProblem.notParallax }
    return 0
  }
}

extension Database {
  /// Prevents damage to the file or its schema, whatever SQL the connection is given
  /// (https://www.sqlite.org/c3ref/c_dbconfig_defensive.html).
  fileprivate func makeDefensive() throws {
    let code = parallax_make_defensive(sqliteConnection)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }
}
