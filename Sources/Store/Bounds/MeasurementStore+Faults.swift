import GRDB

/// What is wrong with a database.
package struct FileFaults: Sendable, Equatable {
  /// The first faults, each a sentence without its period.
  package var first: [String] = []
  /// The number of all faults.
  package var count = 0

  fileprivate mutating func add(_ fault: String, limit: Int) {
    count += 1
    if first.count < limit { first.append(fault) }
  }
}

extension MeasurementStore {
  /// Looks for everything in the file that no Parallax would have written: damaged pages, tables that
  /// are not those of the schema, missing rows, values out of bounds, and rows that contradict one
  /// another.
  ///
  /// - Parameters:
  ///   - limit: The maximum number of faults to describe.
  ///   - known: What this Parallax defines.
  package func faults(
    limit: Int = 20, against known: Definitions = Definitions()
  ) throws(StoreError) -> FileFaults {
    let schema: [String: String]
    do { schema = try Schema.definitions(after: migrations) } catch {
      throw StoreError(error, path: path)
    }
    return try reading { connection in
      var faults = FileFaults()
      let different = try connection.differentObjects(from: schema)
      for name in different { faults.add("\(name) is not as Parallax defines it", limit: limit) }
      let broken = try connection.integrityProblems()
      for problem in broken.pages { faults.add(problem, limit: limit) }
      for object in try connection.plantedObjects() {
        faults.add("It has a \(object), which no Parallax database has", limit: limit)
      }
      try connection.forEachMissingTarget(naming: different.isEmpty) {
        faults.add($0, limit: limit)
      }
      // The rules read several tables, so a table that is not ours would make them fail.
      guard different.isEmpty else { return faults }
      let before = faults.count
      let tables = connection.tables(of: schema)
      try connection.forEachFault(in: tables, against: known) { faults.add($0, limit: limit) }
      // SQLite's words say less, but know conditions on several columns.
      if faults.count == before { for value in broken.values { faults.add(value, limit: limit) } }
      return faults
    }
  }
}

extension Database {
  /// The names of tables and indexes that differ from their definition in the schema, sorted.
  func differentObjects(from schema: [String: String]) throws -> [String] {
    let found = try Schema.definitions(in: self)
    return schema.keys.sorted().filter { found[$0] != schema[$0] }
  }

  /// The triggers and virtual tables, of which Parallax creates none.
  func plantedObjects() throws -> [String] {
    let sql = """
      SELECT iif(type = 'table', 'virtual table', type) || ' "' || name || '"' FROM sqlite_schema
      WHERE type = 'trigger' OR type = 'table' AND rootpage = 0
      """
    return try String.fetchAll(self, sql: sql)
  }

  /// The tables among the definitions of a schema, sorted.
  func tables(of schema: [String: String]) -> [String] {
    schema.filter { $0.value.hasPrefix("CREATE TABLE") }.keys.sorted()
  }

  /// What SQLite finds wrong with pages and indexes, and which values violate the schema, which it
  /// reports without their row.
  func integrityProblems() throws -> (pages: [String], values: [String]) {
    let ofValues = [
      "CHECK constraint failed", "NULL value in", "non-", "NUMERIC value in", "TEXT value in",
    ]
    let problems = try String.fetchAll(self, sql: "PRAGMA integrity_check(1000)")
      .filter { $0 != "ok" }
    let isOfValue = { (problem: String) in ofValues.contains { problem.hasPrefix($0) } }
    return (problems.filter { !isOfValue($0) }, problems.filter(isOfValue))
  }
}
