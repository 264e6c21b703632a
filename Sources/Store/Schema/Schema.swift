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
  /// Views hold no data: those of ours are made anew whenever they are not as they are here, be it in a
  /// file of the last version.
  static func migrate(_ connection: Database, through steps: [String] = steps) throws {
    guard try !isUpToDate(connection, through: steps) else { return }
    try connection.inTransaction(.immediate) {
      // Another process may have done it meanwhile.
      guard try !isUpToDate(connection, through: steps) else { return .rollback }
      for view in try storedViews(in: connection).keys.sorted() {
        try connection.execute(sql: "DROP VIEW \(view.quotedDatabaseIdentifier)")
      }
      for step in steps[try version(of: connection)...] { try connection.execute(sql: step) }
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

  /// Whether a file is of the last version, or of a later one, and has our views as they are here.
  private static func isUpToDate(_ connection: Database, through steps: [String]) throws -> Bool {
    let version = try version(of: connection)
    guard version == steps.count else { return version > steps.count }
    return try storedViews(in: connection) == madeViews
  }

  /// The statements of the views of ours that a file has, by their names.
  private static func storedViews(in connection: Database) throws -> [String: String] {
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'view'"
    return try Row.fetchAll(connection, sql: sql).reduce(into: [:]) { stored, row in
      let name: String = try row.value(0)
      if madeViews[name] != nil { stored[name] = try row.value(1) }
    }
  }

  /// The statements of `views`, by the names of the views.
  private static let madeViews: [String: String] = views.split(separator: ";").reduce(into: [:]) {
    made, text in
    guard let start = text.firstRange(of: "CREATE VIEW ") else { return }
    let name = text[start.upperBound...].prefix { $0 != " " }
    made[String(name)] = String(text[start.lowerBound...])
  }
}
