import BenchmarkModel
import FoundationEssentials
import GRDB
import GRDBSQLite

extension MeasurementStore {
  /// Runs one SELECT statement of a user and calls `row` with each of its rows.
  ///
  /// The query runs on a separate read-only connection, sees what was committed before it started,
  /// and neither waits for a writer nor blocks one. Only one row at a time is in memory.
  ///
  /// - Parameters:
  ///   - sql: One statement that only reads, with parameters written as `:name`.
  ///   - arguments: A value for each parameter, by its name without the colon.
  ///   - rowLimit: The maximum number of rows; nil for all.
  ///   - timeout: The maximum time.
  ///   - waited: How long `row` has waited for others, which does not count; nil if none of the time
  ///     that `row` takes counts.
  ///   - columns: Called once with the names of the columns before the first row, even when there are
  ///     no rows.
  ///   - row: Called with the values of each row in the order of the columns.
  /// - Throws: When the statement would do more than read, when it is not a single statement, when
  ///   SQLite does not understand it, when a parameter has no value or a value no parameter, and
  ///   when it takes longer than `timeout`, possibly after some rows.
  @discardableResult
  package func query(
    _ sql: String, arguments: [String: QueryValue] = [:], rowLimit: Int? = nil,
    timeout: Duration = .seconds(10), waited: (() -> Duration)? = nil,
    columns: ([String]) -> Void = { _ in },
    row: ([QueryValue]) -> RowDemand
  ) throws(StoreError) -> QuerySummary {
    let file = DatabaseFile(
      path: path, access: .readOnly, busyTimeout: timeout, migrations: migrations)
    do {
      // An older file was copied when it was opened; query that copy.
      let reader = try isCopy ? connection : file.connect()
      return try reader.inDatabase { connection in
        try connection.watched(for: timeout, waited: waited) { watch in
          let statement = try connection.statement(sql, arguments: arguments)
          watch.pausing { columns(statement.columnNames) }
          var summary = try statement.forEachRow(limit: rowLimit, of: connection) { values in
            watch.pausing { row(values) }
          }
          summary.elapsed = watch.elapsed
          return summary
        }
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

extension MeasurementStore {
  /// The key of a run in this file, as in the columns called `run`, by a name as `run(_:)` takes it.
  package func number(ofRun name: String) throws(StoreError) -> Int64 {
    let uuid = try run(name).id
    return try reading { try $0.id(ofRun: uuid) }
  }
}

extension Database {
  /// Runs a body under a guard, and turns what the guard refused into the matching error.
  fileprivate func watched<Value>(
    for timeout: Duration, waited: (() -> Duration)?, _ body: (QueryGuard) throws -> Value
  ) throws -> Value {
    let watch = QueryGuard(timeout: timeout, waited: waited)
    watch.watch(sqliteConnection)
    // SQLite does not interrupt a function call, so the size of arguments is limited.
    sqlite3_limit(sqliteConnection, SQLITE_LIMIT_LENGTH, QueryGuard.maximumValueBytes)
    sqlite3_limit(
      sqliteConnection, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, QueryGuard.maximumPatternBytes)
    defer {
      QueryGuard.release(sqliteConnection)
      withExtendedLifetime(watch) {}
    }
    do {
      return try body(watch)
    } catch let error as DatabaseError {
      if watch.isTimedOut { throw QuestionProblem.timedOut(limit: timeout) }
      if let refusal = watch.refusal { throw QuestionProblem.refusedQuery(reason: refusal) }
      switch error.resultCode {
      case .SQLITE_ERROR, .SQLITE_TOOBIG, .SQLITE_RANGE, .SQLITE_MISMATCH:
        throw QuestionProblem.wrongQuery(reason: error.reason)
      default: throw error
      }
    }
  }

  /// Prepares the single statement of a text with a value for each of its parameters.
  fileprivate func statement(_ sql: String, arguments: [String: QueryValue]) throws -> Statement {
    guard !sql.utf8.contains(0) else {
      throw QuestionProblem.refusedQuery(reason: "it contains a NUL character")
    }
    let statements = try allStatements(sql: sql)
    guard let statement = try statements.next() else {
      throw QuestionProblem.refusedQuery(reason: "it is empty")
    }
    do {
      guard try statements.next() == nil else { throw QuestionProblem.several }
    } catch is DatabaseError {
      // Something invalid or refused follows the first statement.
      throw QuestionProblem.several
    }
    guard statement.isReadonly, statement.columnCount > 0 else {
      throw QuestionProblem.refusedQuery(reason: "it does not return rows")
    }
    let names = try statement.parameterNames
    for name in arguments.keys.sorted() where !names.contains(name) {
      throw QuestionProblem.unknownArgument(
        name: name, nearest: nearestName(to: name, in: names), known: names)
    }
    let missing = names.filter { arguments[$0] == nil }
    guard missing.isEmpty else { throw QuestionProblem.missingArguments(names: missing) }
    try statement.setArguments(StatementArguments(arguments.mapValues(\.boundValue)))
    return statement
  }
}

extension QuestionProblem {
  fileprivate static let several = refusedQuery(reason: "it has more than one statement")
}

extension QueryValue {
  fileprivate var boundValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .real(let number): number.databaseValue
    case .text(let text): text.databaseValue
    case .blob(let bytes): Data(bytes).databaseValue
    }
  }
}

extension Statement {
  /// The names of the parameters in order of appearance, each once.
  fileprivate var parameterNames: [String] {
    get throws {
      var names: [String] = []
      let count = sqlite3_bind_parameter_count(sqliteStatement)
      for index in stride(from: 1, through: count, by: 1) {
        guard let bytes = sqlite3_bind_parameter_name(sqliteStatement, index) else {
          throw QuestionProblem.refusedQuery(
            reason: "it has a parameter without a name; write :name instead of ?")
        }
        let name = String(String(cString: bytes).dropFirst())
        if !names.contains(name) { names.append(name) }
      }
      return names
    }
  }

  /// Steps and reads columns by hand, since GRDB's rows end a text at its first NUL.
  fileprivate func forEachRow(
    limit: Int?, of connection: Database, _ body: ([QueryValue]) -> RowDemand
  ) throws -> QuerySummary {
    var summary = QuerySummary(columns: columnNames)
    let handle = sqliteStatement
    defer {
      sqlite3_reset(handle)
      withExtendedLifetime(self) {}
    }
    let columns = Int32(summary.columns.count)
    var code = sqlite3_step(handle)
    while code == SQLITE_ROW {
      if let limit, summary.rowCount >= limit {
        summary.isTruncated = true
        return summary
      }
      summary.rowCount += 1
      if body((0..<columns).map { QueryValue(column: $0, of: handle) }) == .enough {
        return summary
      }
      code = sqlite3_step(handle)
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: connection.lastErrorMessage)
    }
    return summary
  }
}

extension QueryValue {
  /// The value of a column of the current row; invalid UTF-8 in a text becomes U+FFFD.
  fileprivate init(column: Int32, of statement: OpaquePointer?) {
    self =
      switch sqlite3_column_type(statement, column) {
      case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
      case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
      case SQLITE_TEXT:
        .text(
          String(
            decoding: UnsafeBufferPointer(
              start: sqlite3_column_text(statement, column),
              count: Int(sqlite3_column_bytes(statement, column))), as: UTF8.self))
      case SQLITE_BLOB:
        .blob(
          [UInt8](
            UnsafeRawBufferPointer(
              start: sqlite3_column_blob(statement, column),
              count: Int(sqlite3_column_bytes(statement, column)))))
      default: .null
      }
  }
}
