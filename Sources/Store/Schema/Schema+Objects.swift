import GRDB

extension Schema {
  /// The names of the tables and the SQL of the views of the newest version.
  private struct Objects {
    var tables: Set<String> = []
    var views: [String: String] = [:]
  }

  private static let newestObjects = Result { try objects(after: migrations) }

  private static func objects(after migrations: [String]) throws -> Objects {
    try Connection(path: "").inDatabase { connection in
      try migrate(connection, with: migrations)
      return try objects(of: connection)
    }
  }

  private static func objects(of connection: Database) throws -> Objects {
    let sql = "SELECT type, name, sql FROM main.sqlite_schema WHERE type IN ('table', 'view')"
    return try Row.fetchAll(connection, sql: sql).reduce(into: Objects()) { objects, row in
      let (type, name): (String, String) = try (row.value(0), row.value(1))
      if type == "table" {
        objects.tables.insert(name)
      } else {
        objects.views[name] = try row.value(2)
      }
    }
  }

  /// Lets a connection read the views of this Parallax, whatever views its file has.
  ///
  /// A view of a file that somebody else wrote can go on forever. If one differs, temporary views
  /// hide all those of the file, since SQLite looks a name up among temporary objects first.
  ///
  /// - Throws: ``FileProblem/damaged(problem:)`` when the file has a view in place of a table.
  static func hideForeignViews(
    in connection: Database, with migrations: [String] = migrations
  ) throws {
    let own =
      try migrations == Self.migrations ? newestObjects.get() : objects(after: migrations)
    let found = try objects(of: connection)
    if let name = found.views.keys.sorted().first(where: own.tables.contains) {
      throw FileProblem.damaged(problem: "its \(name) is a view instead of a table")
    }
    guard own.views.contains(where: { found.views[$0] != $1 }) else { return }
    let isLocked = try Bool.fetchOne(connection, sql: "PRAGMA query_only") ?? false
    if isLocked { try connection.execute(sql: "PRAGMA query_only = OFF") }
    for (_, sql) in own.views {
      try connection.execute(sql: "CREATE TEMPORARY" + sql.dropFirst("CREATE".count))
    }
    if isLocked { try connection.execute(sql: "PRAGMA query_only = ON") }
  }
}
