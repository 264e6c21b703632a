import GRDB

/// A checked private copy of a database to merge.
///
/// The file may be malicious and may change while it is read. So only its pages are read, once, into
/// a copy; the copy is checked, and the merge reads the copy.
struct MergeSource {
  let path: String
  private let copy: Connection

  /// Throws when the file cannot be used, is not sound, or exceeds the limits.
  init(
    _ path: String, busyTimeout: Duration, migrations: [String], limits: MergeLimits,
    known: Definitions
  ) throws(StoreError) {
    self.path = path
    let file = DatabaseFile(
      path: path, access: .readOnly, busyTimeout: busyTimeout, migrations: migrations)
    do {
      try limits.checkSize(of: path)
      copy = try file.privateCopy { connection, version in
        let schema = try Schema.definitions(after: Array(migrations.prefix(version - 1)))
        try connection.checkObjects(against: schema)
        let broken = try connection.integrityProblems()
        if let problem = broken.pages.first { throw FileProblem.damaged(problem: problem) }
        try connection.checkForeignKeys()
        try limits.checkRows(of: connection, tables: Set(schema.keys))
        if let fault = try connection.firstRowFault(in: connection.tables(of: schema)) {
          throw fault
        }
        if let fault = try connection.firstContradiction(of: known) {
          throw FileProblem.contradictory(fault: fault)
        }
        if let problem = broken.values.first { throw FileProblem.damaged(problem: problem) }
      }
    } catch FileProblem.missing {
      throw .file(.missingInput, path: path)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try copy.read(body)
  }
}

/// The maximum size of a database to merge, far above that of real ones, so that a malicious file
/// cannot exhaust the memory.
struct MergeLimits {
  /// The file and its journal together.
  var fileBytes = 8_000_000_000
  /// The rows of each of `run`, `reference`, `source` and `importedFile`.
  var runs = 100_000
  /// The rows of one table that belong to one run.
  var rowsOfRun = 1_000_000
  /// The rows of one table that belong to one trial.
  var rowsOfTrial = 2_000_000
  /// The results of one file of another tool.
  var resultsOfFile = 1_000_000
  /// The rows of one table that belong to one result of another tool; a file of 1 GB with a single
  /// result has fewer.
  var rowsOfResult = 500_000

  func checkSize(of path: String) throws(FileProblem) {
    let path = DatabaseFile.absolute(path)
    let parts = [path, path + "-wal"].compactMap { FileStatus($0)?.byteCount }
    try check(parts.reduce(0, +), "bytes", at: fileBytes)
  }

  /// Checks the tables of the schema, whose names are given.
  func checkRows(of connection: Database, tables: Set<String>) throws {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(connection, sql: sql) ?? 0 }
    for table in ["run", "importedFile", "source", "reference"] {
      let rows = try count("SELECT count(*) FROM \(table)")
      try check(rows, "rows of \(table)", at: runs)
    }
    let bounds = [
      ("run", rowsOfRun, "rows of one run in"), ("trial", rowsOfTrial, "rows of one trial in"),
      ("externalFile", resultsOfFile, "rows of one file in"),
      ("externalResult", rowsOfResult, "rows of one result in"),
    ]
    for (owner, limit, what) in bounds {
      for table in try connection.tables(with: owner) where tables.contains(table) {
        let largest = try count(
          "SELECT count(*) FROM \(table) GROUP BY \(owner) ORDER BY 1 DESC LIMIT 1")
        try check(largest, "\(what) \(table)", at: limit)
      }
    }
    for list in ["numbers", "iterations"] {
      let length = try count("SELECT max(length(\(list))) FROM externalSample")
      try check(
        length, "characters of one list in externalSample", at: ExternalSample.maximumLength)
    }
  }

  private func check(_ count: Int, _ what: String, at limit: Int) throws(FileProblem) {
    guard count <= limit else { throw .excessive(what: what, count: count, limit: limit) }
  }
}

extension Database {
  /// The tables that have a foreign key in the column of this name.
  fileprivate func tables(with owner: String) throws -> [String] {
    let sql = """
      SELECT DISTINCT object.name
      FROM sqlite_schema AS object, pragma_foreign_key_list(object.name) AS key
      WHERE object.type = 'table' AND key."from" = ? ORDER BY object.name
      """
    return try String.fetchAll(self, sql: sql, arguments: [owner])
  }

  /// Throws when there is a trigger or virtual table, or when a table or index of the schema is not
  /// exactly as defined.
  fileprivate func checkObjects(against schema: [String: String]) throws {
    if let object = try plantedObjects().first {
      throw FileProblem.damaged(problem: "it has a \(object), which no Parallax database has")
    }
    if let name = try differentObjects(from: schema).first {
      throw FileProblem.damaged(problem: "its \(name) is not as Parallax defines it")
    }
  }

  /// Throws when there is a foreign key without its row.
  fileprivate func checkForeignKeys() throws {
    var first: String?
    try forEachMissingTarget(naming: true) { first = first ?? $0 }
    if let first { throw FileProblem.damaged(problem: first) }
  }
}
