import Analysis
import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// Exports as SQL, loaded twice into the databases that they are for.
@Suite struct SQLExportTests {
  /// What a text may hold to leave its literal in one of the databases.
  static let hostile = """
    '); DROP TABLE run; -- \\' \\'; E'\\x27 $$ :x \\! touch x
    \\q
    .quit \u{1B}[31m "é" ł 😀 \t ;
    """

  /// The largest number that needs all its digits, and others that are rounded when read carelessly.
  static let numbers = [0.1, 1.0 / 3, 8_123_456_789_012.346, 1e-5, 9_007_199_254_740_991]

  let tool: BuiltTool
  let store: MeasurementStore

  init() throws {
    tool = try BuiltTool()
    store = try MeasurementStore(path: tool.database, access: .create)
    try ExportTests.add(ExportTests.run, to: store)
    let planned = PlannedTrial(
      position: 0, block: 0,
      case: Case(Implementation(workload: "ping-pong", runtime: .go), [Parameter("rounds", 10)]),
      warmups: 0, iterations: Self.numbers.count)
    let machine = Machine(
      fingerprint: "3f2b", cpuModel: Self.hostile, architecture: "x86_64", logicalCores: 2,
      memoryBytes: nil, operatingSystem: nil, kernel: nil, facts: [:])
    let run = Run(
      id: ExportTests.other, startedAt: ExportTests.moment, preset: "quick", seed: .max,
      toolVersion: "0.1.0", commit: nil, isDirty: nil, machine: machine,
      toolchains: [Toolchain(name: "go", version: "go1.27.3")], listings: [], environment: [:],
      warnings: [], loadBefore: nil, calibration: [:])
    try store.begin(run, plan: [planned], metrics: Metric.common)
    try store.record(
      Trial(
        planned: planned, startedAt: ExportTests.moment,
        outcome: Outcome(.completed, detail: Self.hostile),
        measurements: Self.numbers.enumerated().map {
          Measurement("elapsedNanoseconds", iteration: $0.offset, $0.element)
        }), in: run.id)
  }

  /// The questions to each database, and their answers in the order of the rows.
  ///
  /// - Parameters:
  ///   - hex: The function that gives the UTF-8 of a text in hexadecimal digits.
  ///   - start: The expression for milliseconds since 1970 of `startedAt`.
  private static func questions(hex: (String) -> String, start: String) -> [String] {
    [
      "SELECT count(*) FROM run", "SELECT count(*) FROM toolchain", "SELECT count(*) FROM trial",
      "SELECT count(*) FROM measurement", "SELECT sum(count) FROM latency",
      "SELECT \(hex("cpuModel")) FROM run WHERE memoryBytes IS NULL",
      "SELECT \(hex("detail")) FROM trial WHERE outcome = 'completed' AND detail IS NOT NULL",
      "SELECT \(start) FROM run WHERE finishedAt IS NOT NULL",
    ]
      + (0..<numbers.count).map {
        "SELECT value FROM measurement WHERE run = '\(ExportTests.other)' AND sequence = \($0)"
      }
  }

  private static var answers: [String] {
    let digits = hostile.utf8.map { String(Int($0) + 256, radix: 16).dropFirst() }
    return ["2", "2", "3", "11", "2048", digits.joined(), digits.joined(), "1764000000042"]
  }

  private func export(_ dialect: SQLDialect) throws -> String {
    let path = "\(tool.folder)/\(dialect.rawValue).sql"
    let result = try tool.run(
      "export", "--db", tool.database, "--format", "sql", "--dialect", dialect.rawValue, "--out",
      path)
    try #require(result.exitCode == 0, "\(result.errors)")
    return path
  }

  private func expect(_ output: String, _ source: SourceLocation = #_sourceLocation) {
    let lines = output.split(separator: "\n").map { $0.lowercased() }
    #expect(Array(lines.prefix(8)) == Self.answers, sourceLocation: source)
    #expect(lines.dropFirst(8).map { Double($0) } == Self.numbers, sourceLocation: source)
  }

  @Test(.enabled(if: Programs.postgreSQL != nil, "PostgreSQL is not installed."))
  func postgreSQLLoadsItTwice() throws {
    let folder = try #require(Programs.postgreSQL)
    let file = try export(.postgresql)
    let questions = Self.questions(
      hex: { "encode(convert_to(\($0), 'UTF8'), 'hex')" },
      start: "round(extract(epoch FROM startedAt) * 1000)::bigint"
    ).map { "-c \"\($0)\"" }.joined(separator: " ")
    let result = Programs.run(
      Programs.postgreSQLServer + """
        for setting in on off; do
          PGOPTIONS="-c standard_conforming_strings=$setting" \
            psql -qX -v ON_ERROR_STOP=1 -f "$1" >&2
        done
        psql -qXAt -v ON_ERROR_STOP=1 \(questions)
        """, [folder, file])
    #expect(result.exitCode == 0, "\(result.errors)")
    expect(result.output)
  }

  @Test(.enabled(if: Programs.python(has: ["duckdb"]), "Python has no package duckdb."))
  func duckDBLoadsItTwiceAndWritesParquet() throws {
    let file = try export(.duckdb)
    let questions = Self.questions(
      hex: { "hex(encode(\($0)))" }, start: "epoch_ms(startedAt)")
    let result = Programs.run(
      "exec \"$0\" - \"$@\" <<'END'\n" + """
        import duckdb, sys
        database = duckdb.connect(sys.argv[1] + "/results.duckdb")
        for _ in range(2):
            database.execute(open(sys.argv[2], encoding="utf-8", newline="").read())
        for question in sys.argv[3:]:
            print(repr(database.execute(question).fetchone()[0]).strip("'"))
        parquet = sys.argv[1] + "/measurement.parquet"
        database.execute(f"COPY measurement TO '{parquet}' (FORMAT parquet)")
        print(database.execute(f"SELECT count(*) FROM '{parquet}'").fetchone()[0], file=sys.stderr)
        """ + "\nEND\n", [Programs.python, tool.folder, file] + questions)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors == "11\n")
    expect(result.output)
  }

  @Test(.enabled(if: Programs.python(has: ["chdb"]), "Python has no package chdb."))
  func clickHouseLoadsItTwice() throws {
    let file = try export(.clickhouse)
    let questions = Self.questions(
      hex: { "hex(\($0))" }, start: "toUnixTimestamp64Milli(startedAt)")
    let result = Programs.run(
      "exec \"$0\" - \"$@\" <<'END'\n" + """
        import sys
        from chdb import session
        database = session.Session(sys.argv[1] + "/clickhouse")
        for _ in range(2):
            database.query(open(sys.argv[2], encoding="utf-8", newline="").read())
        for question in sys.argv[3:]:
            print(str(database.query(question, "TabSeparated")).strip())
        """ + "\nEND\n", [Programs.python, tool.folder, file] + questions)
    #expect(result.exitCode == 0, "\(result.errors)")
    expect(result.output)
  }

  @Test func aLaterExportOfARunThatWasNotFinishedChangesItsRow() throws {
    let before = try text(.duckdb)
    #expect(before.contains("ON CONFLICT (id) DO UPDATE SET finishedAt = EXCLUDED.finishedAt"))
    try store.finish(ExportTests.other, at: ExportTests.moment.addingTimeInterval(3))
    #expect(try text(.duckdb) != before)
  }

  /// A file has one table after another, whatever the size of the database.
  @Test(arguments: SQLDialect.allCases)
  func eachRowIsInOneStatementOfItsTable(dialect: SQLDialect) throws {
    let text = try text(dialect)
    #expect(text.hasPrefix("-- Parallax results as SQL for \(dialect.rawValue)\n"))
    #expect(Exporter.isExport(Array(text.utf8)))
    for table in ["run", "toolchain", "trial", "measurement", "latency"] {
      #expect(text.ranges(of: "CREATE TABLE IF NOT EXISTS \(table) (").count == 1)
      #expect(text.ranges(of: "INSERT INTO \(table) (").count == 1)
    }
  }

  /// What is derived from a version never takes the row of the default one.
  @Test func derivedTablesHaveTheToolchainInTheirKeys() throws {
    let key = "PRIMARY KEY (run, workload, runtime, variant, toolchain, parameters, "
    let text = try text(.postgresql)
    #expect(text.contains("\(key)metric)"))
    #expect(text.contains("\(key)baselineRuntime, baselineToolchain, metric)"))
    #expect(text.contains("(workload, runtime, variant, toolchain, parameters, metric, firstRun)"))
  }

  @Test func trialsAndTheirValuesCanBeLeftOut() throws {
    var exporter = Exporter(store: store)
    exporter.hasTrials = false
    let text = String(decoding: try exporter.bytes(of: .sql), as: UTF8.self)
    let tables = text.matches(of: /INSERT INTO (\w+)/).map(\.output.1)
    #expect(tables == ["run", "toolchain"])
  }

  private func text(_ dialect: SQLDialect) throws -> String {
    let exporter = Exporter(store: store, dialect: dialect)
    return String(decoding: try exporter.bytes(of: .sql), as: UTF8.self)
  }

  @Test func theDialectIsOnlyForSQL() throws {
    let wrong = try tool.run("export", "--db", tool.database, "--dialect", "duckdb")
    #expect(wrong.exitCode == 64 && wrong.errors.contains("--dialect is only for --format sql."))
    let other = try tool.run("export", "--db", tool.database, "--without-trials")
    #expect(other.exitCode == 64 && other.errors.contains("--without-trials is only for"))
    let unknown = try tool.run(
      "export", "--db", tool.database, "--format", "sql", "--dialect", "oracle")
    #expect(unknown.exitCode == 64)
  }
}
