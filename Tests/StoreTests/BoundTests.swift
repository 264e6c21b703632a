import BenchmarkModel
import FoundationEssentials
import GRDB
import Testing

@testable import Store

/// Every column with values that no Parallax would write: reading it and looking for faults never
/// fails, and every such value is found.
@Suite struct BoundTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  /// Values for a column of each type, as SQL; most are out of bounds in every column.
  static let hostile: [String: [String]] = [
    "INTEGER": [
      "9223372036854775807", "-9223372036854775808", "-1", "0", "9007199254740993", "'x'", "1.5",
      "x'00ff'",
    ],
    "REAL": ["9e999", "-9e999", "1e308", "-1.0", "-0.0", "1e-300", "'x'", "x'00ff'"],
    "TEXT": [
      "5", "''", "'300000-01-01T00:00:00.000Z'", "'2026-02-31T25:00:00.000Z'", "x'00ff'",
      "'x' || char(0) || 'y'", "char(0)", "printf('%.*c', 10001, 'x')", "'a--b'", "'-a'", "'Ab'",
      "'0000-01-01T00:00:00.000Z'", "'0000-12-31T23:59:59.999Z'", "'0001-01-01T00:00:00.000Z'",
      "'9999-12-31T23:59:59.999Z'", "CAST(x'61ff62' AS TEXT)", "'http://' || CAST(x'c328' AS TEXT)",
      "'????????-????-????-????-????????????'", "'0a1b2c3d00-00-4000-8000-000000000001'",
    ],
  ]

  /// Creates a database with rows in every table, and takes away the types of its columns, as its
  /// author could.
  init() throws {
    folder = try TemporaryFolder()
    let whole = try folder.store()
    _ = try whole.fillEveryTable()
    #expect(try whole.faults() == FileFaults())
    store = whole
    try store.execute(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT, WITHOUT', ') WITHOUT'),
        ') STRICT', ')') WHERE type = 'table';
      PRAGMA writable_schema = RESET; PRAGMA foreign_keys = OFF;
      PRAGMA ignore_check_constraints = ON;
      """)
  }

  private func columns() throws -> [(table: String, name: String, type: String, keys: [String])] {
    let tables = try store.rows(
      """
      SELECT object.name, info.name, info.type, (
        SELECT group_concat(name) FROM pragma_table_info(object.name) WHERE pk > 0
      )
      FROM sqlite_schema AS object, pragma_table_info(object.name) AS info
      WHERE object.type = 'table' ORDER BY object.name, info.cid
      """)
    return try tables.map { row in
      guard case .text(let table) = row[0], case .text(let name) = row[1],
        case .text(let type) = row[2], case .text(let keys) = row[3]
      else { throw FileProblem.notParallax }
      return (table, name, type, keys.split(separator: ",").map(String.init))
    }
  }

  @Test func everyTableHasTheNameOfItsRowsAndEveryBoundAColumn() throws {
    let columns = try columns()
    #expect(Set(columns.map(\.table)) == Set(RowName.keys.keys))
    let names = Set(columns.map { "\($0.table).\($0.name)" })
    #expect(Set(Bound.columns.keys).subtracting(names) == [])
    for column in columns where column.type == "REAL" {
      #expect(Bound.columns["\(column.table).\(column.name)"] != nil, "\(column)")
    }
  }

  @Test func noValueOfAnyColumnStopsAReading() throws {
    var found = 0
    for column in try columns() {
      for value in Self.hostile[column.type, default: []] {
        let keys = column.keys.joined(separator: ", ")
        let update = """
          UPDATE OR IGNORE \(column.table) SET \(column.name) = \(value)
          WHERE (\(keys)) IN (SELECT \(keys) FROM \(column.table) LIMIT 1)
          """
        let name = "\(column.table).\(column.name)"
        try store.connection.inDatabase { connection in
          try connection.inTransaction {
            // A key that is the row's number cannot be a text, whatever the schema says.
            do { try connection.execute(sql: update) } catch DatabaseError.SQLITE_MISMATCH {
              return .rollback
            }
            var faults: [String] = []
            try connection.forEachRowFault(in: column.table) { faults.append("\($0)") }
            if faults.contains(where: { $0.contains(name) }) { found += 1 }
            // What the bound does not admit is found, and nothing else.
            let sql = "SELECT \(column.name) FROM \(column.table)"
            let stored = try DatabaseValue.fetchAll(connection, sql: sql)
            let bound = Bound.columns[name] ?? .default(of: column.type)
            let isUsable = stored.allSatisfy { $0.isNull || bound.admits($0) }
            // GRDB does not see what follows a NUL, and mends what is no UTF-8.
            let isWhole = !value.contains("char(0)") && !value.contains("CAST")
            #expect(
              (isUsable && isWhole) == !faults.contains { $0.hasPrefix(name + " ") },
              "\(name) = \(value): \(faults)")
            // Only queries read the others.
            if !column.table.hasPrefix("external"), !column.table.hasSuffix("Summary") {
              try read(connection, "\(name) = \(value)")
            }
            return .rollback
          }
        }
      }
    }
    #expect(found > 500)
  }

  /// Reads everything; only a value that cannot be used may be the reason for an error.
  private func read(_ connection: Database, _ what: String) throws {
    func attempt(_ body: () throws -> Void) {
      do { try body() } catch is RowFault {} catch { Issue.record("\(what): \(error)") }
    }
    for id in try Int64.fetchAll(connection, sql: "SELECT id FROM run") {
      attempt { _ = try connection.run(id) }
      attempt { _ = try connection.plan(run: id) }
      #expect(throws: Never.self, "\(what)") {
        _ = try connection.storedPlan(run: id)
        _ = try connection.notes(ofRun: id)
        _ = try connection.tags(ofRun: id)
        _ = try connection.names(ofRun: id)
        try connection.forEachTrial(run: id) { trial in
          if trial.outcome.detail?.contains("cannot be used") == true {
            #expect(trial.outcome.kind == .invalid && trial.measurements.isEmpty, "\(what)")
          }
        }
      }
    }
    #expect(throws: Never.self, "\(what)") {
      _ = try connection.sources()
      _ = try connection.references(where: "TRUE", [])
      _ = try connection.usableMetrics()
    }
  }
}
