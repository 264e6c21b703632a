import GRDB

/// What makes a SQLite file a Parallax database, and how later versions are reached.
///
/// The statements are grouped by topic in the other files of this folder.
enum Schema {
  /// The bytes `Prlx`, stored in the file's header (`PRAGMA application_id`).
  static let applicationID = 0x5072_6C78

  /// The bytes `PRLX`, which databases had before schema 1.
  static let developmentApplicationID = 0x5052_4C58

  /// The statements that make a database of version 1.
  ///
  /// Once released, they never change.
  static let versionOne =
    runTables + runAnnotationTables + caseTables + trialTables + summaryTables + analysisTables
    + importedFileTable + referenceTables
    + externalTables + runViews + trialViews + analysisViews + referenceViews + externalViews

  /// The statements that turn each version into the next; the first makes version 2.
  ///
  /// Once released, they never change. A script that changes a table drops the views that read it
  /// and makes them again.
  static let migrations: [String] = []

  /// The version that a file has after all migrations.
  static func newestVersion(after migrations: [String] = migrations) -> Int {
    1 + migrations.count
  }

  /// Brings an empty file, or one of an older version, up to the newest version.
  ///
  /// All scripts run in one transaction, so that a file has one version or another, never a mixture.
  static func migrate(_ connection: Database, with migrations: [String] = migrations) throws {
    let newest = newestVersion(after: migrations)
    guard try version(of: connection) < newest else { return }
    try connection.inTransaction(.immediate) {
      // Another process may have migrated the file in the meantime.
      let version = try version(of: connection)
      guard version < newest else { return .rollback }
      for script in ([versionOne] + migrations)[version...] { try connection.execute(sql: script) }
      try connection.execute(sql: "PRAGMA application_id = \(applicationID)")
      try connection.execute(sql: "PRAGMA user_version = \(newest)")
      return .commit
    }
  }

  /// The version in a file's header (`PRAGMA user_version`); 0 in an empty file.
  static func version(of connection: Database) throws -> Int {
    try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0
  }

  /// The SQL of each table and index of a database, by name.
  static func definitions(in connection: Database) throws -> [String: String] {
    let sql = """
      SELECT name, sql FROM sqlite_schema
      WHERE type IN ('table', 'index') AND sql IS NOT NULL
      """
    return try Row.fetchAll(connection, sql: sql).reduce(into: [:]) {
      try $0[$1.value(0)] = $1.value(1)
    }
  }

  /// The SQL of each table and index that the schema has after some migrations, by name.
  static func definitions(after migrations: [String]) throws -> [String: String] {
    try Connection(path: "").inDatabase { connection in
      try migrate(connection, with: migrations)
      return try definitions(in: connection)
    }
  }

  /// A condition on a moment.
  static func isMoment(_ column: String) -> String { Bound.moment.check(on: column) }

  /// A condition on a SHA-256 in hexadecimal digits.
  static func isSHA256(_ column: String) -> String { Bound.sha256.check(on: column) }
}
