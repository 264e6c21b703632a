import GRDB

/// What makes a SQLite file a database of Parallax, and the way from any released version to ours.
enum Schema {
  /// The bytes `PRLX`, which stand in the file's header (`PRAGMA application_id`).
  static let applicationID = 0x5052_4C58

  /// One script for each version, in their order; a released one never changes.
  ///
  /// The first makes the tables of version 1, the second turns them into those of version 2, and so
  /// on.
  static let steps = [
    versionOne, versionTwo, versionThree,
    versionFourAnnotations + versionFourExternal + versionFourSummaries,
  ]

  /// Brings an empty file, or one of an older version, up to the last of the steps.
  ///
  /// All in one transaction, so that a file is of one version or of another and never between.
  /// Views hold no data: those of ours are made anew, whatever version they come from.
  static func migrate(_ connection: Database, through steps: [String] = steps) throws {
    guard try version(of: connection) < steps.count else { return }
    try connection.inTransaction(.immediate) {
      // Another process may have done it since the version was read.
      let old = try version(of: connection)
      guard old < steps.count else { return .rollback }
      for view in try viewNames(in: connection) {
        try connection.execute(sql: "DROP VIEW \(view.quotedDatabaseIdentifier)")
      }
      for step in steps[old...] { try connection.execute(sql: step) }
      try connection.execute(sql: views)
      try connection.execute(sql: "PRAGMA application_id = \(applicationID)")
      try connection.execute(sql: "PRAGMA user_version = \(steps.count)")
      return .commit
    }
  }

  /// The version that a file says it has (`PRAGMA user_version`); 0 when it says nothing.
  static func version(of connection: Database) throws -> Int {
    try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0
  }

  /// The statement that made each table and index, by its name.
  static func statements(of connection: Database) throws -> [String: String] {
    let sql = """
      SELECT name, sql FROM sqlite_schema
      WHERE type IN ('table', 'index') AND sql IS NOT NULL
      """
    return try Row.fetchAll(connection, sql: sql).reduce(into: [:]) {
      try $0[$1.value(0)] = $1.value(1)
    }
  }

  /// The statements that the tables and indexes of a version were made by, by their names.
  static func made(by steps: ArraySlice<String>) throws -> [String: String] {
    try DatabaseQueue().inDatabase { connection in
      try migrate(connection, through: Array(steps))
      return try statements(of: connection)
    }
  }

  /// The names of the views that `views` makes, as far as they are there.
  private static func viewNames(in connection: Database) throws -> [String] {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name"
    return try String.fetchAll(connection, sql: sql).filter {
      views.contains("CREATE VIEW \($0) AS")
    }
  }
}
