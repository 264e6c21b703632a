import GRDB

/// The rows that no Parallax would have written.
///
/// The schema's conditions hold only for a file that was written with them: whoever wrote a file may
/// have switched them off. So each row is compared with the bounds again.
extension Database {
  /// Calls `body` with each fault of the tables of the schema, in words.
  ///
  /// - Parameter tables: The tables to check, which must have the columns of the schema.
  func forEachFault(in tables: [String], _ body: (String) -> Void) throws {
    for table in tables {
      try forEachRowFault(in: table) { body("\($0)") }
    }
    for rule in Self.rules {
      let rows = try Row.fetchCursor(
        self, sql: "SELECT CAST(name AS TEXT) FROM (\(rule.sql))")
      while let row = try rows.next() {
        let name: String = try row.value(0)
        body("\(name) \(rule.words)")
      }
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
      SELECT CAST(\(RowName.sql(of: table)) AS TEXT), \(chosen { "\($0)" }),
        \(chosen { Self.shown(conditions[$0].column) })
      FROM \(table)
      WHERE \(conditions.map { "(\($0.isWrong))" }.joined(separator: " OR "))
      LIMIT \(limit)
      """
    let rows = try Row.fetchCursor(self, sql: sql)
    while let row = try rows.next() {
      let index: Int = try row.value(1)
      let (name, value): (String, String) = try (row.value(0), row.value(2))
      let condition = conditions[index]
      body(
        RowFault(column: condition.column, row: name, value: value, bound: condition.bound.words))
    }
  }

  /// A value as text, shortened.
  private static func shown(_ column: String) -> String {
    "CASE typeof(\(column)) WHEN 'text' THEN '\"' || substr(\(column), 1, 60) || '\"' "
      + "ELSE coalesce(CAST(\(column) AS TEXT), 'missing') END"
  }

  /// What several rows say about one thing must agree; each statement names the rows that do not.
  private static let rules: [(sql: String, words: String)] = [
    (
      """
      SELECT \(RowName.trial("trial.id")) AS name FROM trial
      WHERE outcome <> 'completed' AND (
        EXISTS (SELECT * FROM measurement WHERE measurement.trial = trial.id)
        OR EXISTS (SELECT * FROM latency WHERE latency.trial = trial.id))
      """, "did not complete but has values"
    ),
    (
      """
      SELECT \(RowName.trial("trialSummary.trial")) AS name FROM trialSummary
      LEFT JOIN trial ON trial.id = trialSummary.trial
      LEFT JOIN plannedTrial
        ON plannedTrial.run = trial.run AND plannedTrial.position = trial.position
      WHERE trialSummary.run IS NOT trial.run
        OR trialSummary.benchmarkCase IS NOT plannedTrial.benchmarkCase
      """, "has a summary of another run or case"
    ),
    (
      """
      SELECT \(RowName.benchmarkCase("benchmarkCase.id")) AS name FROM benchmarkCase
      WHERE parameters <> coalesce((
        SELECT group_concat(name || '=' || value, ' ')
        FROM (SELECT * FROM caseParameter WHERE benchmarkCase = benchmarkCase.id ORDER BY position)
      ), '')
      """, "has other values in caseParameter than in its text"
    ),
    (
      """
      SELECT \(RowName.run("run.id")) AS name FROM run
      WHERE finishedAt IS NOT NULL AND EXISTS (
        SELECT * FROM plannedTrial WHERE plannedTrial.run = run.id AND NOT EXISTS (
          SELECT * FROM trial
          WHERE trial.run = run.id AND trial.position = plannedTrial.position))
      """, "is finished but lacks planned trials"
    ),
  ]
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
      case "run": run(column)
      case "trial": trial(column)
      case "metric": found("name", "metric", column)
      case "benchmarkCase": benchmarkCase(column)
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

  static func benchmarkCase(_ id: String) -> String {
    found(
      "workload || '/' || runtime || iif(variant = 'default', '', ':' || variant) || ' ' "
        + "|| parameters",
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
