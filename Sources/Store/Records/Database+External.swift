import BenchmarkModel
import FoundationEssentials
import GRDB
import GRDBSQLite

/// Rows of other tools' results.
extension Database {
  /// Inserts a file without its results and returns its key.
  func insertFile(_ file: ExternalFile, sha256: String, importedAt: String) throws -> Int64 {
    try execute(
      sql: "INSERT INTO importedFile (path, sha256, importedAt) VALUES (?, ?, ?)",
      arguments: [file.path, sha256, importedAt])
    let id = lastInsertedRowID
    try execute(
      sql: """
        INSERT INTO externalFile (importedFile, format, mapping, mappingSHA256)
        VALUES (?, ?, ?, ?)
        """,
      arguments: [id, file.format.rawValue, file.mapping?.path, file.mapping?.sha256])
    return id
  }

  /// The file of another tool with this path and content; nil when there is none.
  func externalFile(_ path: String, sha256: String) throws -> StoredExternalFile? {
    try externalFiles(where: "path = ? AND sha256 = ?", [path, sha256]).first
  }

  /// All versions of all files of other tools, those of each file oldest first.
  func externalFiles(
    where condition: String = "TRUE", _ arguments: StatementArguments = []
  ) throws -> [StoredExternalFile] {
    let sql = """
      SELECT id, path, format, mapping, mappingSHA256, sha256, importedAt
      FROM importedFile JOIN externalFile ON importedFile = id
      WHERE \(condition) ORDER BY path, importedAt, sha256
      """
    return try Row.fetchAll(self, sql: sql, arguments: arguments).map { row in
      let mapping: String? = try row.value(3)
      let file = ExternalFile(
        path: try row.value(1),
        format: try ExternalFormat(stored: try row.value(2), column: "externalFile.format"),
        mapping: try mapping.map {
          ExternalFile.Mapping(path: $0, sha256: try row.value(4))
        })
      return StoredExternalFile(
        id: try row.value(0), file: file, sha256: try row.value(5), importedAt: try row.value(6))
    }
  }

  /// Inserts a result without its values, in a schema of the connection, and returns its key.
  func insert(
    _ result: ExternalResult, file: Int64, into schema: String = "main"
  ) throws -> Int64 {
    let match = result.match
    let implementation = match?.benchmarkCase.implementation
    let columns: StatementArguments = [
      file, result.position, result.name, result.metric, result.unit.printed,
      result.unit.normalized?.rawValue, result.unit.factor, result.toolVersion,
      implementation?.workload, implementation?.runtime.id,
      implementation?.variantName, match?.benchmarkCase.parameterText, match?.metric,
    ]
    try cachedStatement(
      sql: """
        INSERT INTO \(schema).externalResult (
          externalFile, position, name, metric, printedUnit, unit, unitFactor, toolVersion, workload,
          runtime, variant, parameters, ourMetric
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: columns)
    let id = lastInsertedRowID
    let statistics = try cachedStatement(
      sql: """
        INSERT INTO \(schema).externalStatistic (externalResult, position, name, value)
        VALUES (?, ?, ?, ?)
        """)
    for (position, statistic) in result.statistics.enumerated() {
      try statistics.execute(arguments: [id, position, statistic.name, statistic.value])
    }
    let facts = try cachedStatement(
      sql: """
        INSERT INTO \(schema).externalFact (externalResult, position, name, value)
        VALUES (?, ?, ?, ?)
        """)
    for (position, fact) in result.facts.enumerated() {
      try facts.execute(arguments: [id, position, fact.name, fact.value])
    }
    return id
  }

  /// Appends values and gaps to a result in a schema of the connection.
  ///
  /// - Parameter sequence: The number of values that the result already has.
  func insertValues(
    of result: ExternalResult, id: Int64, from sequence: Int, into schema: String = "main"
  ) throws {
    guard result.values.allSatisfy({ abs($0) <= 1e300 }),
      result.iterations.isEmpty || result.iterations.count == result.values.count
    else {
      throw RowProblem.againstSchema(
        reason: "\"\(result.name)\" has a value that is not a finite number within ±1e300, or "
          + "values without iterations")
    }
    let gaps = try cachedStatement(
      sql: """
        INSERT INTO \(schema).externalGap (externalResult, name, printed, count)
        VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """)
    for gap in result.gaps {
      try gaps.execute(arguments: [id, gap.name, gap.printed, gap.count])
    }
    let statement = try cachedStatement(
      sql: """
        INSERT INTO \(schema).externalSample (externalResult, sequence, numbers, iterations)
        VALUES (?, ?, ?, ?)
        """)
    let handle = statement.sqliteStatement
    defer {
      sqlite3_clear_bindings(handle)
      withExtendedLifetime(statement) {}
    }
    sqlite3_bind_int64(handle, 1, id)
    for start in stride(from: 0, to: result.values.count, by: ExternalSample.maximumCount) {
      let range = start..<min(start + ExternalSample.maximumCount, result.values.count)
      sqlite3_bind_int64(handle, 2, Int64(sequence + start))
      let numbers = ExternalSample.list(result.values[range])
      guard !result.iterations.isEmpty else {
        try numbers.bound(to: handle, 3) { try step(handle) }
        continue
      }
      let iterations = ExternalSample.list(result.iterations[range])
      try numbers.bound(to: handle, 3) {
        try iterations.bound(to: handle, 4) { try step(handle) }
      }
    }
  }

  /// Calls `body` with each result of a file and all its values, in file order.
  func forEachExternalResult(file: Int64, _ body: (ExternalResult) throws -> Void) throws {
    let sql = """
      SELECT id, position, name, metric, printedUnit, unit, unitFactor, toolVersion, workload,
        runtime, variant, parameters, ourMetric
      FROM externalResult WHERE externalFile = ? ORDER BY position
      """
    let rows = try Row.fetchCursor(self, sql: sql, arguments: [file])
    while let row = try rows.next() {
      var result = try ExternalResult(row)
      try readRest(of: &result, id: try row.value(0))
      try body(result)
    }
  }

  private func readRest(of result: inout ExternalResult, id: Int64) throws {
    func rows(_ columns: String, _ table: String, by order: String) throws -> RowCursor {
      try Row.fetchCursor(
        cachedStatement(
          sql: "SELECT \(columns) FROM \(table) WHERE externalResult = ? ORDER BY \(order)"),
        arguments: [id])
    }
    let statistics = try rows("name, value", "externalStatistic", by: "position")
    while let row = try statistics.next() {
      result.statistics.append(try ExternalStatistic(row.value(0), row.value(1)))
    }
    let facts = try rows("name, value", "externalFact", by: "position")
    while let row = try facts.next() {
      result.facts.append(try ExternalFact(row.value(0), row.value(1)))
    }
    let gaps = try rows("name, printed, count", "externalGap", by: "name, printed")
    while let row = try gaps.next() {
      result.add(try ExternalGap(row.value(0), printed: row.value(1), count: row.value(2)))
    }
    try readValues(of: &result, id: id)
  }

  /// Appends the stored values, straight from the table, since anyone may have redefined the view
  /// `externalValue` of a file that is merged.
  private func readValues(of result: inout ExternalResult, id: Int64) throws {
    let sql = """
      SELECT number.value, times.value,
        typeof(number.value) IN ('integer', 'real') AND typeof(times.value) IN ('integer', 'null')
      FROM externalSample
      JOIN json_each(numbers) AS number
      LEFT JOIN json_each(iterations, '$[' || number.key || ']') AS times
      WHERE externalResult = ?
      ORDER BY sequence, number.key
      """
    let values = try Row.fetchCursor(cachedStatement(sql: sql), arguments: [id])
    while let row = try values.next() {
      // SQLite would convert anything else to a number.
      guard try row.value(2) else {
        throw FileProblem.damaged(problem: "a value of \"\(result.name)\" is not a number")
      }
      result.values.append(try row.value(0))
      if let iterations: Int = try row.value(1) { result.iterations.append(iterations) }
    }
  }
}

/// A version of a file of another tool's results, without the results.
struct StoredExternalFile {
  let id: Int64
  let file: ExternalFile
  let sha256: String
  let importedAt: String

  /// Whether the results would be the same if the content were read as another import reads it.
  func isRead(as other: ExternalFile) -> Bool {
    file.format == other.format && file.mapping?.sha256 == other.mapping?.sha256
  }
}

extension ExternalResult {
  fileprivate init(_ row: Row) throws {
    let unit: String? = try row.value(5)
    self.init(
      position: try row.value(1), name: try row.value(2), metric: try row.value(3),
      unit: ExternalUnit(
        try row.value(4),
        try unit.map { try Metric.Unit(stored: $0, column: "externalResult.unit") },
        factor: try row.value(6)),
      toolVersion: try row.value(7), match: try ExternalMatch(row))
  }
}

extension ExternalMatch {
  fileprivate init?(_ row: Row) throws {
    guard let workload: String = try row.value(8) else { return nil }
    let implementation = try Implementation(
      workload: workload, runtime: row.value(9), variant: row.value(10))
    let text: String = try row.value(11)
    guard let parameters = Parameter.list(text) else {
      throw FileProblem.damaged(problem: "parameters \"\(text)\" of a result of another tool")
    }
    self.init(Case(implementation, parameters), metric: try row.value(12))
  }
}

extension Parameter {
  /// The sizes in a text such as `tasks=10 bytes=5`; nil when it is none.
  static func list(_ text: String) -> [Parameter]? {
    var parameters: [Parameter] = []
    for part in text.split(separator: " ") {
      let sides = part.split(separator: "=")
      guard sides.count == 2, let value = Int(sides[1]) else { return nil }
      parameters.append(Parameter(String(sides[0]), value))
    }
    return parameters
  }
}
