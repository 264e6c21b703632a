import FoundationEssentials
import GRDB

/// The rows that no Parallax would have written.
///
/// The schema's conditions hold only for a file that was written with them, and the writer of a file
/// may have switched them off. So each row is compared with the bounds again.
extension Database {
  /// Calls `body` with each fault of the tables of the schema, in words.
  ///
  /// - Parameters:
  ///   - tables: The tables to check, which must have the columns of the schema.
  ///   - known: What this Parallax defines.
  func forEachFault(
    in tables: [String], against known: Definitions, _ body: (String) -> Void
  ) throws {
    for table in tables {
      try forEachRowFault(in: table) { body("\($0)") }
    }
    try forEachContradiction(of: known) {
      body($0)
      return true
    }
  }

  /// The first value out of bounds; nil when there is none.
  func firstRowFault(in tables: [String]) throws -> RowFault? {
    for table in tables {
      var first: RowFault?
      try forEachRowFault(in: table, limit: 1) { first = first ?? $0 }
      if let first { return first }
    }
    return nil
  }

  /// The first contradiction between values that are within their bounds; nil when there is none.
  func firstContradiction(of known: Definitions) throws -> String? {
    var first: String?
    try forEachContradiction(of: known) {
      first = $0
      return false
    }
    return first
  }

  /// Calls `body` with each row that refers to a missing one, in words.
  ///
  /// - Parameter naming: Whether the tables have the columns of the schema, so that their rows can be
  ///   named.
  func forEachMissingTarget(naming: Bool, _ body: (String) -> Void) throws {
    let sql = """
      SELECT "table", parent, fkid, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2, 3
      """
    let broken = try Row.fetchAll(self, sql: sql)
    for row in broken {
      let (table, parent): (String, String) = try (row.value(0), row.value(1))
      let (key, count): (Int, Int) = try (row.value(2), row.value(3))
      let missing = "refers to a missing row of \(parent)"
      let names =
        naming && RowName.keys[table] != nil
        ? try rowNames(of: table, without: parent, key: key) : []
      for name in names { body("\(name) in \(table) \(missing)") }
      for _ in 0..<max(0, count - names.count) { body("A row of \(table) \(missing)") }
    }
  }

  /// The names of the rows of a table without the row that a foreign key of theirs needs.
  private func rowNames(of table: String, without parent: String, key: Int) throws -> [String] {
    let columns = try Row.fetchAll(
      self, sql: "SELECT \"from\", \"to\" FROM pragma_foreign_key_list(?) WHERE id = ?",
      arguments: [table, key])
    let isTarget = try columns.map { row in
      let (column, target): (String, String) = try (row.value(0), row.value(1))
      return "one.\(target) = \(table).\(column)"
    }
    let sql = """
      SELECT CAST(\(RowName.sql(of: table)) AS TEXT) FROM \(table)
      WHERE NOT EXISTS (SELECT * FROM \(parent) AS one WHERE \(isTarget.joined(separator: " AND ")))
      """
    return try String.fetchAll(self, sql: sql)
  }

  /// Calls `body` with each value of a table that is out of bounds.
  func forEachRowFault(
    in table: String, limit: Int = -1, _ body: (RowFault) -> Void
  ) throws {
    let columns = try Row.fetchAll(
      self, sql: "SELECT name, type, \"notnull\" OR pk FROM pragma_table_info('\(table)')")
    var conditions: [(column: String, bound: Bound, isWrong: String)] = []
    for row in columns {
      let (name, type, isNeeded): (String, String, Bool) =
        try (row.value(0), row.value(1), row.value(2))
      let bound = Bound.columns["\(table).\(name)"] ?? .default(of: type)
      let column = "\(table).\(name)"
      let isUsable = bound.condition(on: column)
      conditions.append(
        (
          column, bound,
          isNeeded
            ? "\(column) IS NULL OR NOT (\(isUsable))"
            : "\(column) IS NOT NULL AND NOT (\(isUsable))"
        ))
    }
    guard !conditions.isEmpty else { return }
    func chosen(_ text: (Int) -> String) -> String {
      let cases = conditions.enumerated().map { "WHEN \($1.isWrong) THEN \(text($0))" }
      return "CASE \(cases.joined(separator: " ")) END"
    }
    let sql = """
      SELECT CAST(\(RowName.sql(of: table)) AS BLOB), \(chosen { "\($0)" }),
        \(chosen { "typeof(\(conditions[$0].column)) = 'text'" }),
        \(chosen { "substr(CAST(\(conditions[$0].column) AS BLOB), 1, 240)" })
      FROM \(table)
      WHERE \(conditions.map { "(\($0.isWrong))" }.joined(separator: " OR "))
      LIMIT \(limit)
      """
    let rows = try Row.fetchCursor(self, sql: sql)
    while let row = try rows.next() {
      let index: Int = try row.value(1)
      let isText: Bool = try row.value(2)
      let value = try row.text(3).map {
        String(String.UnicodeScalarView($0.unicodeScalars.prefix(60)))
      }
      let condition = conditions[index]
      body(
        RowFault(
          column: condition.column, row: try row.text(0),
          value: isText ? "\"\(value ?? "")\"" : value ?? "missing", bound: condition.bound.words))
    }
  }
}

extension Row {
  /// A text that was selected as a blob, since GRDB ends a text at a NUL; nil for NULL.
  fileprivate func text(_ index: Int) throws -> String? {
    let bytes: Data? = try value(index)
    return bytes.map { String(decoding: $0, as: UTF8.self).withVisibleNUL }
  }
}

/// Names rows by what is the same in every copy, as SQL expressions.
enum RowName {
  /// The columns that identify a row of each table.
  static let keys: [String: [String]] = [
    "machine": ["fingerprint"], "run": ["id"], "machineFact": ["run", "name"],
    "toolchain": ["run", "position"], "listing": ["run", "position"],
    "runEnvironment": ["run", "name"], "runWarning": ["run", "position"],
    "calibration": ["run", "figure"], "runName": ["name"],
    "runTag": ["run", "tag"], "runNote": ["run"], "removedRun": ["uuid"],
    "benchmarkCase": ["id"], "caseParameter": ["benchmarkCase", "name"], "metric": ["name"],
    "plannedTrial": ["run", "position"], "trial": ["run", "position"],
    "measurement": ["trial", "metric", "sequence"],
    "latency": ["trial", "metric", "iteration", "value"],
    "trialSummary": ["trial", "metric"], "latencySummary": ["trial", "metric"],
    "runAnalysis": ["run"], "estimate": ["run", "benchmarkCase", "metric"],
    "comparison": ["run", "benchmarkCase", "baseline", "metric"],
    "machineAnalysis": ["fingerprint"],
    "changePoint": ["firstRun", "benchmarkCase", "metric"],
    "importedFile": ["path"], "source": ["id"], "reference": ["id"],
    "referenceParameter": ["reference", "name"], "externalFile": ["importedFile"],
    "externalResult": ["externalFile", "position"],
    "externalSample": ["externalResult", "sequence"],
    "externalStatistic": ["externalResult", "position"],
    "externalFact": ["externalResult", "position"],
    "externalGap": ["externalResult", "name", "printed"],
  ]

  /// The name of the current row of a table.
  static func sql(of table: String) -> String {
    if table == "benchmarkCase" { return benchmarkCase("benchmarkCase.id") }
    if table == "run" { return run("run.id") }
    let parts = keys[table, default: ["rowid"]].map { key in
      let column = "\(table).\(key)"
      return switch key {
      case "run", "firstRun": run(column)
      case "trial": trial(column)
      case "metric": metric(column)
      case "benchmarkCase", "baseline": benchmarkCase(column)
      case "externalFile", "importedFile": found("path", "importedFile", column)
      case "externalResult":
        "coalesce((SELECT path || ', result ' || one.position FROM externalResult AS one "
          + "JOIN importedFile ON importedFile.id = one.externalFile WHERE one.id = \(column)), "
          + "'a missing result')"
      default: "'\(key) ' || coalesce(\(column), 'missing')"
      }
    }
    return parts.joined(separator: " || ', ' || ")
  }

  static func run(_ id: String) -> String { found("'run ' || uuid", "run", id) }

  static func metric(_ id: String) -> String { found("name", "metric", id) }

  static func benchmarkCase(_ id: String) -> String {
    found(
      "workload || '/' || runtime || iif(variant = 'default', '', ':' || variant) "
        + "|| iif(toolchain = 'default', '', '@' || toolchain) || ' ' || parameters",
      "benchmarkCase", id)
  }

  static func trial(_ id: String) -> String {
    "coalesce((SELECT 'run ' || uuid || ', position ' || one.position FROM trial AS one "
      + "JOIN run ON run.id = one.run WHERE one.id = \(id)), 'a missing trial')"
  }

  private static func found(_ name: String, _ table: String, _ id: String) -> String {
    "coalesce((SELECT \(name) FROM \(table) AS one WHERE one.id = \(id)), 'a missing \(table)')"
  }
}
