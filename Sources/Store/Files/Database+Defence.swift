import CSQLite
import GRDB

extension Database {
  /// Forbids the connection what could damage a file or its schema, whatever SQL it is given
  /// (https://www.sqlite.org/c3ref/c_dbconfig_defensive.html).
  func makeDefensive() throws {
    let code = parallax_make_defensive(sqliteConnection)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }
}
