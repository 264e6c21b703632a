import Testing

@testable import Store

@Suite struct QueryTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
    try store.addRun()
  }

  private func expectProblem(
    _ problem: QuestionProblem, _ sql: String, _ arguments: [String: String] = [:]
  ) throws {
    #expect(throws: StoreError.question(problem, path: store.path), "\(sql)") {
      try store.rows(sql, arguments)
    }
  }

  @Test func valuesHaveTheTypesOfSQLite() throws {
    let sql = "SELECT NULL, 9223372036854775807, 0.5, 'é|\"', x'00ff', '' -- the end"
    let expected: [QueryValue] = [
      .null, .integer(.max), .real(0.5), .text("é|\""), .blob([0, 255]), .text(""),
    ]
    #expect(try store.rows(sql) == [expected])
  }

  @Test func columnsComeBeforeRowsAndWithoutRows() throws {
    var order: [String] = []
    let sql = "SELECT uuid AS id, uuid AS id, preset FROM run WHERE preset = :preset"
    let some = try store.query(
      sql, arguments: ["preset": .text("quick")], columns: { order += $0 },
      row: {
        order.append("row of \($0.count)")
        return .more
      })
    #expect(order == ["id", "id", "preset", "row of 3"])
    #expect(some.columns == ["id", "id", "preset"])
    #expect(some.rowCount == 1)
    #expect(!some.isTruncated)
    order = []
    let none = try store.query(
      sql, arguments: ["preset": .text("full")], columns: { order += $0 }, row: { _ in .more })
    #expect(order == ["id", "id", "preset"])
    #expect(none.rowCount == 0)
  }

  static let endless = """
    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n)
    """

  @Test func theRowLimitTellsWhetherThereAreMoreRows() throws {
    for (limit, isTruncated) in [(0, true), (3, true), (4, true), (5, false), (6, false)] {
      var rows = 0
      let summary = try store.query("VALUES (1), (2), (3), (4), (5)", rowLimit: limit) { _ in
        rows += 1
        return .more
      }
      #expect(summary.isTruncated == isTruncated)
      #expect(rows == min(limit, 5))
      #expect(summary.rowCount == rows)
    }
    let summary = try store.query("\(Self.endless) SELECT i FROM n", rowLimit: 10) { _ in .more }
    #expect(summary.isTruncated)
  }

  @Test func theReaderMayEndAQuery() throws {
    let summary = try store.query("\(Self.endless) SELECT i FROM n") {
      $0 == [.integer(7)] ? .enough : .more
    }
    #expect(summary.rowCount == 7)
    #expect(!summary.isTruncated)
  }

  @Test func aQueryThatTakesTooLongIsStopped() throws {
    let timeout = Duration.milliseconds(50)
    #expect(throws: StoreError.question(.timedOut(limit: timeout), path: store.path)) {
      try store.query("\(Self.endless) SELECT count(*) FROM n", timeout: timeout) { _ in .more }
    }
  }

  @Test(arguments: [
    "SELECT i FROM n", "SELECT i FROM n ORDER BY i", "SELECT DISTINCT i % 7 FROM n",
    "SELECT max(i) OVER () FROM n", "SELECT n.i FROM n JOIN n AS m WHERE n.i = -1",
    "SELECT instr(hex(zeroblob(60000)), hex(zeroblob(20000)) || '1') FROM n",
  ])
  func theTimeLimitHoldsWhileRowsComeAndWhileTheyAreSorted(select: String) throws {
    let timeout = Duration.milliseconds(50)
    #expect(throws: StoreError.question(.timedOut(limit: timeout), path: store.path)) {
      try store.query("\(Self.endless) \(select)", timeout: timeout) { _ in .more }
    }
  }

  @Test func theTimeOfTheCallerDoesNotCount() throws {
    let clock = ContinuousClock()
    let summary = try store.query(
      "\(Self.endless) SELECT i FROM n LIMIT 5000", timeout: .seconds(1)
    ) { row in
      if row == [.integer(2)] {
        let end = clock.now + .milliseconds(1200)
        while clock.now < end {}
      }
      return .more
    }
    #expect(summary.rowCount == 5000)
    #expect(summary.elapsed > .zero)
    #expect(summary.elapsed < .seconds(1))
  }

  @Test(arguments: [
    ("INSERT INTO run DEFAULT VALUES", "it would change run"),
    ("UPDATE run SET preset = 'x' RETURNING *", "it would change run"),
    ("DELETE FROM measurement", "it would change measurement"),
    ("WITH r AS (SELECT 1) DELETE FROM run", "it would change run"),
    ("EXPLAIN DELETE FROM run", "it would change run"),
    ("DROP TABLE run", "it would change the schema"),
    ("CREATE TEMP TABLE t (a)", "it would change the schema"),
    ("CREATE VIEW v AS SELECT 1", "it would change the schema"),
    ("ATTACH 'other.sqlite' AS other", "it would attach or detach a database"),
    ("DETACH main", "it would attach or detach a database"),
    ("VACUUM INTO 'copy.sqlite'", "it does not return rows"),
    ("PRAGMA query_only = OFF", "the pragma query_only is not allowed"),
    ("PRAGMA journal_mode = DELETE", "the pragma journal_mode is not allowed"),
    ("PRAGMA user_version = 9", "the pragma user_version is not allowed"),
    ("PRAGMA trusted_schema = ON", "the pragma trusted_schema is not allowed"),
    ("SELECT load_extension('x')", "the function load_extension is not allowed"),
    ("SELECT fts3_tokenizer('simple')", "the function fts3_tokenizer is not allowed"),
    ("CREATE VIRTUAL TABLE v USING fts5(a)", "it would change the schema"),
    ("REINDEX", "it would change the schema"), ("ANALYZE", "it would change the schema"),
    ("PRAGMA writable_schema(1)", "the pragma writable_schema is not allowed"),
    ("PRAGMA temp_store_directory = '/'", "the pragma temp_store_directory is not allowed"),
    ("PRAGMA wal_checkpoint", "the pragma wal_checkpoint is not allowed"),
    ("BEGIN", "it would begin or end a transaction"),
    ("SAVEPOINT s", "it would begin or end a transaction"),
    ("SELECT 1; SELECT 2", "it has more than one statement"),
    ("SELECT 1; nonsense", "it has more than one statement"),
    ("SELECT 1; DROP TABLE run", "it has more than one statement"),
    ("", "it is empty"),
    (" ; -- nothing", "it is empty"),
    ("SELECT '\u{0}'", "it contains a NUL character"),
    ("SELECT ?", "it has a parameter without a name; write :name instead of ?"),
  ])
  func statementsThatDoMoreThanReadAreRefused(sql: String, reason: String) throws {
    let before = try store.rows("SELECT * FROM sqlite_schema")
    try expectProblem(.refusedQuery(reason: reason), sql)
    #expect(try store.rows("SELECT * FROM sqlite_schema") == before)
    #expect(try store.count("SELECT count(*) FROM run") == 1)
  }

  @Test func sqliteItselfRefusesToWriteItsSchema() throws {
    try expectProblem(
      .wrongQuery(reason: "table sqlite_master may not be modified"),
      "UPDATE sqlite_master SET sql = ''")
  }

  @Test(arguments: [
    "PRAGMA integrity_check", "PRAGMA table_info(run)", "PRAGMA user_version",
    "SELECT name FROM pragma_table_list", "SELECT value FROM json_each('[1]')",
    "EXPLAIN QUERY PLAN SELECT * FROM run", "VALUES (1)", "SELECT * FROM run;\n-- done\n",
  ])
  func statementsThatOnlyReadAreRun(sql: String) throws {
    #expect(try store.rows(sql) != [])
  }

  @Test func anErrorHasSQLitesMessage() throws {
    try expectProblem(.wrongQuery(reason: "no such table: trails"), "SELECT * FROM trails")
    try expectProblem(.wrongQuery(reason: "near \"SELEC\": syntax error"), "SELEC 1")
    try expectProblem(.wrongQuery(reason: "string or blob too big"), "SELECT zeroblob(99000000)")
    try expectProblem(.wrongQuery(reason: "integer overflow"), "SELECT abs(-9223372036854775808)")
  }

  /// A file of unknown origin may have any views and tables.
  @Test func aHostileFileIsQueriedLikeAnyOther() throws {
    try store.execute(
      """
      CREATE VIEW extension AS SELECT load_extension('x') AS run;
      CREATE VIEW endless AS \(Self.endless) SELECT i AS run FROM n ORDER BY i;
      CREATE VIEW header AS SELECT * FROM pragma_user_version(9);
      CREATE VIRTUAL TABLE v USING fts4(a);
      INSERT INTO v VALUES ('text');
      """)
    #expect(throws: StoreError.self) { try store.rows("SELECT run FROM extension") }
    #expect(throws: StoreError.self) { try store.rows("SELECT * FROM header") }
    #expect(throws: StoreError.question(.timedOut(limit: .milliseconds(50)), path: store.path)) {
      try store.query("SELECT run FROM endless", timeout: .milliseconds(50)) { _ in .more }
    }
    #expect(try store.rows("SELECT a FROM v") == [[.text("text")]])
    try expectProblem(.refusedQuery(reason: "it would change v"), "INSERT INTO v VALUES ('x')")
    #expect(try store.count("PRAGMA user_version") == Schema.newestVersion())
  }

  /// Depending on the build of SQLite, these functions are unknown or refused.
  @Test(arguments: ["readfile('/etc/hostname')", "writefile('x', 'y')", "edit('x')"])
  func noFunctionReachesFiles(call: String) throws {
    #expect(throws: StoreError.self) { try store.rows("SELECT \(call)") }
  }

  @Test func aTextWithNULAndInvalidUTF8IsReadWhole() throws {
    #expect(
      try store.rows("SELECT CAST(x'610062' AS TEXT), CAST(x'61FF62' AS TEXT)")
        == [[.text("a\u{0}b"), .text("a\u{FFFD}b")]])
  }

  @Test func aNumberIsInfiniteOrMissing() throws {
    #expect(
      try store.rows("SELECT 9e999, -9e999, 9e999 - 9e999") == [
        [.real(.infinity), .real(-.infinity), .null]
      ])
  }

  @Test func aRunHasANumberInItsFile() throws {
    #expect(try store.number(ofRun: "latest") == 1)
    #expect(try store.number(ofRun: String(runID.prefix(12))) == 1)
    #expect(throws: StoreError.self) { try store.number(ofRun: "nothing") }
  }

  @Test func parametersAreBoundAndNeverSpliced() throws {
    let hostile = "' OR 1 = 1; DROP TABLE run; --"
    #expect(try store.rows("SELECT :a", ["a": hostile]) == [[.text(hostile)]])
    let sql = "SELECT :a + 1, @b || '', $a"
    #expect(
      try store.rows(sql, ["a": "2", "b": "x"]) == [[.integer(3), .text("x"), .integer(2)]])
  }

  @Test(arguments: [
    ("42", QueryValue.integer(42)), ("-7", .integer(-7)), ("0", .integer(0)),
    ("2.50", .real(2.5)), ("-0.5", .real(-0.5)), ("1.5e3", .text("1.5e3")),
    ("007", .text("007")), ("+1", .text("+1")), ("1e5", .text("1e5")), ("", .text("")),
    ("0x1.8p3", .text("0x1.8p3")), (".5", .text(".5")), ("1.2.3", .text("1.2.3")),
    ("99999999999999999999", .text("99999999999999999999")), ("nan", .text("nan")),
    ("infinity", .text("infinity")), ("1.", .text("1.")), ("-", .text("-")),
  ])
  func aWordIsANumberWhenItReadsAsOne(word: String, value: QueryValue) {
    #expect(QueryValue(argument: word) == value)
  }

  @Test func parametersAndValuesMustMatch() throws {
    let sql = "SELECT :workload, :tasks, :workload"
    try expectProblem(.missingArguments(names: ["tasks"]), sql, ["workload": "x"])
    try expectProblem(
      .unknownArgument(name: "task", nearest: "tasks", known: ["workload", "tasks"]), sql,
      ["workload": "x", "tasks": "1", "task": "1"])
    try expectProblem(.unknownArgument(name: "a", nearest: nil, known: []), "SELECT 1", ["a": ""])
  }

  @Test func aQueryReadsAFileOpenedForReading() throws {
    let reader = try MeasurementStore(path: store.path, access: .readOnly)
    #expect(try reader.count("SELECT count(*) FROM measurement") == 4)
  }
}
