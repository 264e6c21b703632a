import GRDB
import GRDBSQLite

extension Statement {
  /// Calls `body` with SQLite's statement at each row.
  ///
  /// For a statement with very many rows: GRDB's rows take five times as long.
  func forEachRow(
    _ arguments: StatementArguments, _ body: (OpaquePointer) throws -> Void
  ) throws {
    try setArguments(arguments)
    defer {
      sqlite3_reset(sqliteStatement)
      withExtendedLifetime(self) {}
    }
    var code = sqlite3_step(sqliteStatement)
    while code == SQLITE_ROW {
      try body(sqliteStatement)
      code = sqlite3_step(sqliteStatement)
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code))
    }
  }
}
