import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Store

/// A database whose SQL an export is written in.
enum SQLDialect: String, ExpressibleByArgument, CaseIterable {
  case postgresql, duckdb, clickhouse

  /// What a column of an exported table holds.
  enum ColumnType {
    case text, integer, real, flag, moment
  }

  enum Value {
    case text(String)
    case integer(Int)
    case real(Double)
    case flag(Bool)
    case moment(Date)
    case null

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Int?) { self = number.map { .integer($0) } ?? .null }
    init(_ number: Double?) { self = number.map { .real($0) } ?? .null }
    init(_ flag: Bool?) { self = flag.map { .flag($0) } ?? .null }
    init(_ moment: Date?) { self = moment.map { .moment($0) } ?? .null }
  }

  /// What begins and ends a file.
  ///
  /// A file is loaded whole or not at all where there are transactions.
  var frame: (beginning: String, end: String) {
    switch self {
    case .postgresql: ("BEGIN;", "COMMIT;")
    case .duckdb: ("BEGIN TRANSACTION;", "COMMIT;")
    case .clickhouse: ("", "")
    }
  }

  func name(of type: ColumnType, isOptional: Bool) -> String {
    let name =
      switch (self, type) {
      case (.postgresql, .text): "text"
      case (.postgresql, .integer): "bigint"
      case (.postgresql, .real): "double precision"
      case (.postgresql, .flag): "boolean"
      case (.postgresql, .moment): "timestamptz"
      case (.duckdb, .text): "VARCHAR"
      case (.duckdb, .integer): "BIGINT"
      case (.duckdb, .real): "DOUBLE"
      case (.duckdb, .flag): "BOOLEAN"
      case (.duckdb, .moment): "TIMESTAMP"
      case (.clickhouse, .text): "String"
      case (.clickhouse, .integer): "Int64"
      case (.clickhouse, .real): "Float64"
      case (.clickhouse, .flag): "Bool"
      case (.clickhouse, .moment): "DateTime64(3, 'UTC')"
      }
    guard self == .clickhouse else { return isOptional ? name : "\(name) NOT NULL" }
    return isOptional ? "Nullable(\(name))" : name
  }

  /// The value as a literal, on one line unless a text for DuckDB has line breaks.
  func literal(_ value: Value) -> String {
    switch value {
    case .text(let text): literal(text)
    case .integer(let number): "\(number)"
    // With an exponent, since DuckDB would read a decimal number and round it twice.
    case .real(let number): "\(number)".contains("e") ? "\(number)" : "\(number)e0"
    case .flag(let flag): "\(flag)"
    case .moment(let date): "'\(momentText(date))'"
    case .null: "NULL"
    }
  }

  /// PostgreSQL's `E''` means the same whatever the server's settings are; DuckDB's strings have no
  /// escapes but the doubled quotation mark, so that a line break stays one.
  private func literal(_ text: String) -> String {
    let quote = self == .clickhouse ? "\\'" : "''"
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += quote
      case "\\" where self != .duckdb: result += "\\\\"
      case "\n" where self != .duckdb: result += "\\n"
      case "\r" where self != .duckdb: result += "\\r"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return self == .postgresql ? "E'\(result)'" : "'\(result)'"
  }

  /// A moment in UTC with milliseconds.
  private func momentText(_ date: Date) -> String {
    let text = String(Timestamp(date).text.dropLast()).replacing("T", with: " ")
    return self == .postgresql ? "\(text)+00" : text
  }

  /// The statement that creates a table.
  func definition(of table: SQLTable) -> String {
    let columns = table.columns.map {
      "  \($0.name) \(name(of: $0.type, isOptional: $0.isOptional))"
    }
    let key = table.key.joined(separator: ", ")
    let start = "CREATE TABLE IF NOT EXISTS \(table.name) (\n"
    guard self == .clickhouse else {
      return start + columns.joined(separator: ",\n") + ",\n  PRIMARY KEY (\(key))\n);\n"
    }
    return start + columns.joined(separator: ",\n")
      + "\n) ENGINE = ReplacingMergeTree ORDER BY (\(key));\n"
  }

  /// What ends a statement that inserts rows: rows that are there stay, except for what may have come
  /// in since.
  func conflict(in table: SQLTable) -> String {
    guard self != .clickhouse else { return ";\n" }
    let key = table.key.joined(separator: ", ")
    let changes = table.growing.map { "\($0) = EXCLUDED.\($0)" }.joined(separator: ", ")
    return changes.isEmpty
      ? "\nON CONFLICT DO NOTHING;\n" : "\nON CONFLICT (\(key)) DO UPDATE SET \(changes);\n"
  }

  /// The statements after the rows; ClickHouse only now removes rows that were there.
  func end(of tables: [SQLTable]) -> String {
    guard self == .clickhouse else { return frame.end + "\n" }
    return tables.map { "OPTIMIZE TABLE \($0.name) FINAL;\n" }.joined()
  }
}

/// A table of an export as SQL.
struct SQLTable {
  struct Column {
    let name: String
    let type: SQLDialect.ColumnType
    var isOptional = false
  }

  let name: String
  let columns: [Column]
  /// The columns that identify a row in any database.
  let key: [String]
  /// The columns that get a value while a run goes on.
  var growing: [String] = []
}
