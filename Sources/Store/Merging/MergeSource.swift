import GRDB

/// A database that is to be merged: a private copy of it that was found to be sound.
///
/// Whoever made the file may have meant harm, and may change it while it is read. So nothing is
/// asked of the file itself but its pages, which are copied; the copy is checked, and what is read
/// later is what was checked.
struct MergeSource {
  let path: String
  private let copy: DatabaseQueue

  /// Copies and checks the database at a path.
  init(
    _ path: String, busyTimeout: Duration, steps: [String], limits: MergeLimits
  ) throws(StoreError) {
    self.path = path
    let file = DatabaseFile(
      path: path, access: .readOnly, busyTimeout: busyTimeout, steps: steps)
    do {
      try limits.checkSize(of: path)
      copy = try file.privateCopy { connection, version in
        try connection.checkObjects(madeBy: steps[..<version])
        try connection.checkIntegrity()
        try limits.checkRows(of: connection)
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Reads from the copy.
  func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try copy.read(body)
  }
}

/// How much a database that others made may hold.
///
/// Ours hold less by far, and what goes beyond it would take memory without end.
struct MergeLimits {
  /// The bytes of the file and its journal.
  var fileBytes = 8_000_000_000
  /// The runs, and apart from them the published numbers.
  var runs = 100_000
  /// The rows of one table that belong to one run.
  var rowsOfRun = 1_000_000
  /// The rows of one table that belong to one trial.
  var rowsOfTrial = 2_000_000
  /// The results of one file of another tool.
  var resultsOfFile = 1_000_000
  /// The rows of one table that belong to one result of another tool; those of a file of 1 GB that
  /// holds a single result are fewer.
  var rowsOfResult = 500_000

  func checkSize(of path: String) throws(FileProblem) {
    let path = DatabaseFile.absolute(path)
    let parts = [path, path + "-wal"].compactMap { FileStatus($0)?.byteCount }
    try check(parts.reduce(0, +), "bytes", at: fileBytes)
  }

  func checkRows(of connection: Database) throws {
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
      for table in try connection.tables(with: owner) {
        let largest = try count(
          "SELECT count(*) FROM \(table) GROUP BY \(owner) ORDER BY 1 DESC LIMIT 1")
        try check(largest, "\(what) \(table)", at: limit)
      }
    }
    guard try connection.tables(with: "externalResult").contains("externalSample") else { return }
    for list in ["numbers", "iterations"] {
      let longest = try count("SELECT max(length(\(list))) FROM externalSample")
      try check(longest, "characters of one list in externalSample", at: ExternalSample.longestText)
    }
  }

  private func check(_ count: Int, _ what: String, at limit: Int) throws(FileProblem) {
    guard count <= limit else { throw .excessive(what: what, count: count, limit: limit) }
  }
}

extension Database {
  /// The tables of ours whose rows belong to something, as the column of that name says.
  fileprivate func tables(with owner: String) throws -> [String] {
    let sql = """
      SELECT DISTINCT object.name
      FROM sqlite_schema AS object, pragma_foreign_key_list(object.name) AS key
      WHERE object.type = 'table' AND key."from" = ? ORDER BY object.name
      """
    let ours = Set(try Schema.made(by: Schema.steps[...]).keys)
    return try String.fetchAll(self, sql: sql, arguments: [owner]).filter(ours.contains)
  }

  /// Refuses a file that holds what runs by itself, or tables and indexes of ours that are not as
  /// its version makes them.
  fileprivate func checkObjects(madeBy steps: ArraySlice<String>) throws {
    let sql = """
      SELECT type, name FROM sqlite_schema
      WHERE type = 'trigger' OR type = 'table' AND rootpage = 0
      """
    if let row = try Row.fetchOne(self, sql: sql) {
      let (type, name): (String, String) = try (row.value(0), row.value(1))
      throw FileProblem.damaged(
        problem: "it has a \(type == "table" ? "virtual table" : type) \"\(name)\", which no "
          + "database of Parallax has")
    }
    let theirs = try Schema.statements(of: self)
    for (name, statement) in try Schema.made(by: steps).sorted(by: { $0.key < $1.key })
    where theirs[name] != statement {
      throw FileProblem.damaged(problem: "its \(name) is not as Parallax makes it")
    }
  }

  /// Refuses a file whose pages or rows are not what they should be.
  fileprivate func checkIntegrity() throws {
    let problems = try String.fetchAll(self, sql: "PRAGMA integrity_check(1)")
    guard problems == ["ok"] else {
      throw FileProblem.damaged(problem: problems.first ?? "its integrity cannot be checked")
    }
    if let row = try Row.fetchOne(self, sql: "PRAGMA foreign_key_check") {
      let (table, parent): (String, String) = try (row.value(0), row.value(2))
      throw FileProblem.damaged(problem: "a row of \(table) refers to a missing row of \(parent)")
    }
  }
}
