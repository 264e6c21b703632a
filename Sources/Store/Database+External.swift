import BenchmarkModel
import FoundationEssentials
import GRDB

/// Rows of other tools' results.
extension Database {
  /// Makes the rows of a file without results.
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

  /// Makes the rows of a result without its values.
  func insert(_ result: ExternalResult, file: Int64) throws -> Int64 {
    let match = result.match
    let implementation = match?.benchmarkCase.implementation
    let columns: StatementArguments = [
      file, result.position, result.name, result.metric, result.unit.printed,
      result.unit.normalised?.rawValue, result.unit.factor, result.toolVersion,
      implementation?.workload, implementation?.runtime.rawValue,
      implementation.map { $0.variant ?? "" }, match?.benchmarkCase.parameterText, match?.metric,
    ]
    try cachedStatement(
      sql: """
        INSERT INTO externalResult (
          externalFile, position, name, metric, printedUnit, unit, unitFactor, toolVersion, workload,
          runtime, variant, parameters, ourMetric
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: columns)
    let id = lastInsertedRowID
    let statistics = try cachedStatement(
      sql: """
        INSERT INTO externalStatistic (externalResult, position, name, value) VALUES (?, ?, ?, ?)
        """)
    for (position, statistic) in result.statistics.enumerated() {
      try statistics.execute(arguments: [id, position, statistic.name, statistic.value])
    }
    let facts = try cachedStatement(
      sql: "INSERT INTO externalFact (externalResult, position, name, value) VALUES (?, ?, ?, ?)")
    for (position, fact) in result.facts.enumerated() {
      try facts.execute(arguments: [id, position, fact.name, fact.value])
    }
    return id
  }

  /// Makes the rows of values that follow those which the result has.
  ///
  /// - Parameter sequence: How many it has.
  func insertValues(of result: ExternalResult, id: Int64, from sequence: Int) throws {
    guard result.values.allSatisfy({ abs($0) <= 1e300 }),
      result.iterations.isEmpty || result.iterations.count == result.values.count
    else {
      throw RowProblem.againstSchema(
        reason: "\"\(result.name)\" has a value that is not a finite number within ±1e300, or "
          + "values without iterations")
    }
    let statement = try cachedStatement(
      sql: """
        INSERT INTO externalSample (externalResult, sequence, numbers, iterations)
        VALUES (?, ?, ?, ?)
        """)
    for start in stride(from: 0, to: result.values.count, by: ExternalSample.longest) {
      let range = start..<min(start + ExternalSample.longest, result.values.count)
      let iterations =
        result.iterations.isEmpty ? nil : ExternalSample.list(result.iterations[range])
      try statement.execute(
        arguments: [id, sequence + start, ExternalSample.list(result.values[range]), iterations])
    }
  }

  /// Hands over the results of a file one by one, each with all its values.
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
    let kinds = "typeof(value) IN ('integer', 'real') AND typeof(iterations) IN ('integer', 'null')"
    let values = try rows("value, iterations, \(kinds)", "externalValue", by: "sequence")
    while let row = try values.next() {
      // A number would be made of whatever else stood there.
      guard try row.value(2) else {
        throw FileProblem.damaged(problem: "a value of \"\(result.name)\" is no number")
      }
      result.values.append(try row.value(0))
      if let iterations: Int = try row.value(1) { result.iterations.append(iterations) }
    }
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
      workload: workload, runtime: row.value(9), variant: row.value(10), table: "externalResult")
    let text: String = try row.value(11)
    let parameters = try text.split(separator: " ").map { part in
      let sides = part.split(separator: "=")
      guard sides.count == 2, let value = Int(sides[1]) else {
        throw FileProblem.damaged(problem: "parameters \"\(text)\" of a result of another tool")
      }
      return Parameter(String(sides[0]), value)
    }
    self.init(Case(implementation, parameters), metric: try row.value(12))
  }
}

/// How values lie in a row: as a JSON array of numbers.
enum ExternalSample {
  /// The most values in a row.
  ///
  /// More would make a single value dear to find, fewer each one dear to
  /// store.
  static let longest = 64

  static func list(_ values: ArraySlice<Double>) -> String {
    list(values.count) { text in
      for value in values {
        if let whole = Int(exactly: value), abs(whole) < 1 << 53 {
          append(whole, to: &text)
        } else {
          text += "\(value)".utf8
        }
        text.append(UInt8(ascii: ","))
      }
    }
  }

  static func list(_ values: ArraySlice<Int>) -> String {
    list(values.count) { text in
      for value in values {
        append(value, to: &text)
        text.append(UInt8(ascii: ","))
      }
    }
  }

  private static func list(_ count: Int, _ append: (inout [UInt8]) -> Void) -> String {
    var text: [UInt8] = [UInt8(ascii: "[")]
    text.reserveCapacity(12 * count + 2)
    append(&text)
    text[text.count - 1] = UInt8(ascii: "]")
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the decimal digits, which the standard library does by way of a text.
  private static func append(_ number: Int, to text: inout [UInt8]) {
    if number < 0 { text.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = text.count
    repeat {
      text.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    text[start...].reverse()
  }
}
