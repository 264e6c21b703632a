import Testing

@testable import Store

@Suite struct SchemaConstraintTests {
  /// Rows that the tables must reject, each with a part of SQLite's message.
  static let badRows = [
    ("INSERT INTO machine VALUES (9, '', NULL, 'x86_64', 2, NULL, NULL, NULL)", "fingerprint"),
    ("INSERT INTO machine VALUES (9, 'f9', NULL, 'x86_64', 0, NULL, NULL, NULL)", "logicalCores"),
    ("INSERT INTO machine VALUES (9, 'f9', NULL, 'x86_64', 'two', NULL, NULL, NULL)", "TEXT"),
    (
      """
      INSERT INTO machine (fingerprint, cpuModel, architecture, logicalCores, memoryBytes, kernel)
      SELECT fingerprint, cpuModel, architecture, logicalCores, memoryBytes, kernel FROM machine
      """, "machineByDescription"
    ),
    ("UPDATE run SET uuid = 'latest'", "uuid"),
    ("UPDATE run SET uuid = upper(uuid)", "uuid"),
    ("UPDATE run SET startedAt = '2026-01-01 00:00:00'", "startedAt"),
    ("UPDATE run SET finishedAt = '2026-01-01T00:00:00Z'", "finishedAt"),
    ("UPDATE run SET seed = '-1'", "seed"),
    ("UPDATE run SET seed = ''", "seed"),
    ("UPDATE run SET isDirty = 2", "isDirty"),
    ("UPDATE run SET machine = 99", "FOREIGN KEY"),
    ("INSERT INTO machineFact VALUES (1, '', 'x')", "name"),
    ("INSERT INTO runEnvironment VALUES (1, '', 'x')", "name"),
    ("INSERT INTO runEnvironment VALUES (1, '1A', 'x')", "name"),
    ("INSERT INTO runEnvironment VALUES (1, 'A=B', 'x')", "name"),
    ("UPDATE runEnvironment SET value = printf('%.1001c', 'x')", "value"),
    ("INSERT INTO toolchain VALUES (99, 0, 'swift', '6')", "FOREIGN KEY"),
    ("UPDATE listing SET sha256 = 'abc'", "sha256"),
    ("UPDATE listing SET sha256 = upper(sha256)", "sha256"),
    ("UPDATE listing SET programSHA256 = ''", "programSHA256"),
    ("INSERT INTO runWarning VALUES (1, -1, 'busyMachine', '')", "position"),
    (
      """
      INSERT INTO benchmarkCase (workload, runtime, variant, toolchain, parameters)
      SELECT workload, runtime, variant, toolchain, parameters FROM benchmarkCase
      """, "UNIQUE"
    ),
    ("UPDATE benchmarkCase SET variant = ''", "variant"),
    ("UPDATE benchmarkCase SET variant = NULL", "variant"),
    ("UPDATE benchmarkCase SET toolchain = ''", "toolchain"),
    ("UPDATE benchmarkCase SET toolchain = '../1.25'", "toolchain"),
    ("UPDATE benchmarkCase SET toolchain = '<b>'", "toolchain"),
    ("UPDATE listing SET variant = ''", "variant"),
    ("UPDATE caseParameter SET value = 1.5", "REAL"),
    (
      "INSERT INTO metric (name, label, unit, isLowerBetter) SELECT name, '', 'x', 1 FROM metric",
      "metric.name"
    ),
    ("UPDATE metric SET isLowerBetter = 3", "isLowerBetter"),
    ("DELETE FROM metric", "FOREIGN KEY"),
    ("UPDATE plannedTrial SET iterations = 0", "iterations"),
    ("UPDATE plannedTrial SET warmups = -1", "warmups"),
    ("INSERT INTO plannedTrial VALUES (1, 0, 0, 1, 0, 1)", "UNIQUE"),
    ("INSERT INTO plannedTrial VALUES (1, 7, 0, 99, 0, 1)", "FOREIGN KEY"),
    ("DELETE FROM benchmarkCase", "FOREIGN KEY"),
    ("UPDATE trial SET position = 5", "FOREIGN KEY"),
    ("UPDATE trial SET reached = -1", "reached"),
    ("UPDATE trial SET outcome = ''", "outcome"),
    ("UPDATE trial SET standardError = NULL", "standardError"),
    ("INSERT INTO measurement VALUES (99, 1, 0, NULL, 0, 1.0)", "FOREIGN KEY"),
    ("INSERT INTO measurement VALUES (1, 99, 0, NULL, 0, 1.0)", "FOREIGN KEY"),
    ("UPDATE measurement SET iteration = -1", "iteration"),
    ("UPDATE measurement SET isWarmup = 2", "isWarmup"),
    ("UPDATE measurement SET value = NULL", "value"),
    ("UPDATE measurement SET value = 9e999", "value"),
    ("UPDATE measurement SET value = 'fast'", "TEXT"),
    ("UPDATE importedFile SET sha256 = ''", "sha256"),
    ("UPDATE source SET url = 'javascript:alert(1)'", "url"),
    ("UPDATE reference SET source = 'missing'", "FOREIGN KEY"),
    ("UPDATE reference SET difference = 'other work'", "contract"),
    ("UPDATE reference SET contract = 'similar'", "contract"),
    ("DELETE FROM source", "FOREIGN KEY"),
    ("INSERT INTO referenceParameter VALUES ('missing', 'tasks', 0, 1)", "FOREIGN KEY"),
  ]

  @Test func badRowsAreRefused() throws {
    let folder = try TemporaryFolder()
    let store = try folder.store()
    try store.addRun()
    try store.importReferences(
      path: "p.csv", sha256: sha256, sources: [fixtureSource()], references: [fixtureReference()],
      importedAt: startedAt)
    for (statement, reason) in Self.badRows {
      #expect("\(statement) must be refused") {
        try store.execute(statement)
      } throws: { error in
        guard case StoreError.row(.againstSchema(let found), _) = error else { return false }
        return found.contains(reason)
      }
    }
  }

  @Test func everyTableIsStrictAndEveryForeignKeyHasAnIndex() throws {
    let folder = try TemporaryFolder()
    let store = try folder.store()
    let lax = try store.rows(
      """
      SELECT name FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'
      """)
    #expect(lax == [])
    // Metrics are never removed, so nothing looks up the rows of a metric alone.
    let unindexed = try store.rows(
      """
      SELECT child.name, key."from"
      FROM pragma_table_list AS child, pragma_foreign_key_list(child.name) AS key
      WHERE child.schema = 'main' AND key.seq = 0 AND NOT EXISTS (
        SELECT * FROM pragma_index_list(child.name) AS i, pragma_index_info(i.name) AS c
        WHERE c.seqno = 0 AND c.name = key."from"
      )
      ORDER BY child.name
      """)
    #expect(
      unindexed == [
        [.text("changePoint"), .text("metric")], [.text("comparison"), .text("metric")],
        [.text("estimate"), .text("metric")],
        [.text("latency"), .text("metric")], [.text("latencySummary"), .text("metric")],
        [.text("measurement"), .text("metric")], [.text("trialSummary"), .text("metric")],
      ])
  }

  /// Datasette follows a foreign key only when it names its column.
  @Test func everyForeignKeyNamesAColumnThatExists() throws {
    let folder = try TemporaryFolder()
    let store = try folder.store()
    let keys = """
      SELECT child.name, key."from", key."table", key."to"
      FROM pragma_table_list AS child, pragma_foreign_key_list(child.name) AS key
      WHERE child.schema = 'main'
      """
    #expect(try store.rows(keys).count > 25)
    let wrong = try store.rows(
      """
      SELECT * FROM (\(keys)) AS key WHERE "to" IS NULL OR "to" NOT IN (
        SELECT name FROM pragma_table_info(key."table")
      )
      """)
    #expect(wrong == [])
  }

  @Test func removingARunRemovesAllThatBelongsToIt() throws {
    let folder = try TemporaryFolder()
    let store = try folder.store()
    try store.addRun()
    try store.execute("DELETE FROM run")
    let tables = [
      "machineFact", "toolchain", "listing", "runEnvironment", "runWarning", "plannedTrial",
      "trial", "measurement",
    ]
    for table in tables {
      #expect(try store.count("SELECT count(*) FROM \(table)") == 0, "\(table)")
    }
    #expect(try store.count("SELECT count(*) FROM benchmarkCase") == 1)
  }
}
