import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// `query`, `list queries` and `datasette`, called as a user calls them.
struct QueryCommandTests {
  private let tool: BuiltTool

  init() throws { tool = try BuiltTool(with: Self.measured) }

  /// A database with two runs of two workloads, published numbers and another tool's results.
  private static let measured = Result {
    let tool = try BuiltTool()
    for seed in ["1", "2"] {
      let measured = try tool.run(
        "measure", "--preset", "smoke", "--workload", "sleeping-tasks", "--workload",
        "tail-latency", "--runtime", "swift-async", "--runtime", "swift-threads", "--seed", seed,
        "--db", tool.database)
      try #require(measured.exitCode == 0, "\(measured.errors)")
    }
    try #require(try tool.run("import", "--db", tool.database).exitCode == 0)
    let other = "\(tool.folder)/bench.txt"
    try Data("BenchmarkPingPong-8 100 1500 ns/op\n".utf8).write(to: URL(filePath: other))
    try #require(try tool.run("import", "--db", tool.database, other).exitCode == 0)
    return try Data(contentsOf: URL(filePath: tool.database))
  }

  private func query(_ arguments: String...) throws -> BuiltTool.Result {
    try tool.run(shell: "exec \"$0\" query --db '\(tool.database)' \"$@\"", arguments)
  }

  /// Values for the required parameters.
  private static let needed = [
    "workload": "sleeping-tasks", "runtime": "swift-async", "before": "latest",
  ]

  @Test func everyCannedQueryIsAnsweredAndItsUnitsAreOfItsColumns() throws {
    let queries = try SourceTree(from: ImportTests.root.path).queries()
    #expect(queries.count >= 14)
    let store = try MeasurementStore(path: tool.database, access: .readOnly)
    for one in queries {
      let required = one.parameters.filter { $0.defaultValue == nil }.map(\.name)
      let given = Self.needed.filter { required.contains($0.key) }
      var columns: [String] = []
      var rows = 0
      #expect(throws: Never.self, "\(one.name)") {
        try store.query(
          one.sql, arguments: one.arguments(given, in: store), columns: { columns = $0 },
          row: { _ in
            rows += 1
            return .more
          })
      }
      for column in one.units.keys {
        #expect(columns.contains(column), "\(one.name) has no column \(column)")
      }
      // Nothing was published at the smallest sizes, all trials completed, no level has shifted, and there is
      // one version of each runtime.
      let empty = ["change-points", "outcomes", "published-versus-measured", "version-steps"]
      if !empty.contains(one.name) {
        #expect(rows > 0, "\(one.name) is empty")
      }
    }
  }

  /// Formatting counts, waiting for the reader does not.
  @Test func theTimeLimitHoldsForTheWholeOutput() throws {
    let rows =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, i FROM n"
    for format in OutputFormat.allCases {
      let result = try query(
        "--sql", rows, "--rows", "1000000000", "--timeout", "0.3", "--format", format.rawValue)
      #expect(result.exitCode == 1 && result.errors.contains("took longer than 0.3 seconds"))
    }
    let slow = try tool.run(
      shell: """
        "$0" query --db '\(tool.database)' --timeout 2 --format csv --rows 50000 \
          --sql '\(rows) LIMIT 50000' | (sleep 2.5; wc -l)
        """)
    #expect(slow.output.trimmingPrefix(" ").hasPrefix("50001"))
    #expect(!slow.errors.contains("took longer"), "\(slow.errors)")
  }

  @Test(arguments: ["1e300", "nan", "-1", "0", "inf", "1e-400"])
  func aTimeLimitThatIsNoneIsRefused(text: String) {
    let result = refusal(
      of: ["query", "--db", tool.database, "--sql", "SELECT 1", "--timeout=\(text)"])
    #expect(result.exitCode == 64, "\(result)")
    #expect(result.errors.contains("number of seconds above 0"), "\(result.errors)")
  }

  @Test func theDifferencesOfTwoRunsAreThoseOfTheirSummaries() throws {
    for seed in ["1", "2"] {
      let more = try tool.run(
        "measure", "--preset", "smoke", "--workload", "parallel-compute", "--runtime",
        "swift-async", "--runtime", "swift-threads", "--trials", seed == "1" ? "4" : "5", "--seed",
        seed, "--db",
        tool.database)
      try #require(more.exitCode == 0, "\(more.errors)")
    }
    let runs = try query("--sql", "SELECT uuid FROM run ORDER BY startedAt", "--format", "csv")
      .output.split(separator: "\r\n").map(String.init)
    try #require(runs.count == 5)
    let given = ["--param", "before=\(runs[3])", "--param", "after=\(runs[4])", "--format", "csv"]
    let asked = try tool.run(
      shell: "exec \"$0\" query run-differences --db '\(tool.database)' \"$@\"", given)
    let sql = """
      SELECT before.workload, before.runtime, before.variant, before.toolchain, before.parameters,
        before.unit,
        before.trials AS beforeTrials, before.median AS beforeMedian, after.trials AS afterTrials,
        after.median AS afterMedian, after.median / before.median AS ratio,
        max(before.medianMinimum, after.medianMinimum)
          <= min(before.medianMaximum, after.medianMaximum) AS rangesOverlap,
        1 AS sameMachine
      FROM caseSummary AS before
      JOIN caseSummary AS after USING (benchmarkCase, metric)
      WHERE before.uuid = :before AND after.uuid = :after AND metric = 'elapsedNanoseconds'
      """
    let expected = try tool.run(
      shell: "exec \"$0\" query --db '\(tool.database)' \"$@\"", ["--sql", sql] + given)
    #expect(expected.output.split(separator: "\r\n").count == 3, "\(expected.errors)")
    #expect(
      asked.output.split(separator: "\r\n").sorted()
        == expected.output.split(separator: "\r\n").sorted(), "\(asked.errors)")
  }

  @Test func parametersAreTypedByTheirDeclaration() throws {
    for (arguments, message) in [
      (["slowest-cases", "--param", "rows=ten"], "is \"ten\", which is not of type integer"),
      (["slowest-cases", "--param", "row=1"], "Did you mean \"rows\"?"),
      (["workload"], "The query workload needs a value for workload."),
      (["summary", "--param", "run="], "which is not of type run"),
      (["workload", "--param", "workload=nonsense"], "Unknown workload \"nonsense\". Allowed: "),
      (["summary", "--param", "workload=sleping-tasks"], "Did you mean \"sleeping-tasks\"?"),
      (["summary", "--param", "metric=peakBytes"], "Unknown metric \"peakBytes\"."),
      (
        ["history", "--param", "workload=sleeping-tasks", "--param", "runtime=swift-asinc"],
        "Did you mean \"swift-async\"?"
      ),
    ] {
      let result = refusal(of: ["query", "--db", tool.database] + arguments)
      #expect(result.exitCode == 64, "\(arguments)")
      #expect(result.errors.contains(message), "\(result.errors)")
      #expect(result.errors.contains("Usage: parallax query "), "\(result.errors)")
    }
    let unknown = try query("summary", "--param", "run=zzz")
    #expect(unknown.exitCode == 1)
    #expect(unknown.errors.contains("There is no run \"zzz\""), "\(unknown.errors)")
    let one = try query("slowest-cases", "--param", "rows=1", "--format", "ndjson")
    #expect(one.output.split(separator: "\n").count == 1)
  }

  @Test func aReaderThatHasSeenEnoughEndsTheQueryQuietly() throws {
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    for format in OutputFormat.allCases {
      let result = try tool.run(
        shell: """
          { "$0" query --db '\(tool.database)' --rows 999999999 --format \(format.rawValue) \
            --sql '\(endless)'; echo "code $?" >&2; } | head -n 2
          """)
      #expect(result.output.split(whereSeparator: \.isNewline).count == 2, "\(format)")
      #expect(result.errors == "code 141\n", "\(format): \(result.errors)")
    }
    let full = try tool.run(
      shell: "\"$0\" query --db '\(tool.database)' runs > /dev/full")
    #expect(full.exitCode == 1)
    #expect(full.errors.contains("standard output"), "\(full.errors)")
  }

  @Test func standardInputAndBlobsAndInfinityAndTheLimit() throws {
    let piped = try tool.run(
      shell: """
        printf 'SELECT :a AS a,\\nx'"'00ff'"' AS b, 9e999 AS c' |
          "$0" query --db '\(tool.database)' --sql - --param a=1 --format ndjson
        """)
    #expect(piped.output == "{\"a\":1,\"b\":\"x'00ff'\",\"c\":\"Infinity\"}\n", "\(piped.errors)")
    let cut = try query("--sql", "VALUES (1), (2), (3)", "--rows", "2", "--format", "csv", "--time")
    #expect(cut.output == "column1\r\n1\r\n2\r\n")
    #expect(cut.errors.hasPrefix("Truncated after 2 rows. Print more with --rows.\n2 rows in "))
  }

  @Test func theShellCompletesNames() throws {
    let script = try tool.run("--generate-completion-script", "bash")
    #expect(script.exitCode == 0)
    let call = try #require(
      script.output.split(separator: "\n").first { $0.contains("query") && $0.contains("---") })
    #expect(call.contains("positional"), "\(call)")
    let names = try tool.run("---completion", "query", "--", "positional@0", "1", "0", "")
    #expect(names.output.contains("slowest-cases\n"), "\(names.errors)")
  }

  @Test func datasetteMetadataHasEveryTableAndQuery() throws {
    struct Metadata: Decodable {
      struct Query: Decodable { var sql, title, description: String; var params: [String] }
      struct Table: Decodable { var description: String; var columns, units: [String: String] }
      struct Database: Decodable { var tables: [String: Table]; var queries: [String: Query] }
      var databases: [String: Database]
    }
    #expect(try tool.run("datasette", "--db", "README.md").exitCode == 1)
    let printed = try tool.run("datasette", "--db", tool.database)
    let metadata = try JSONDecoder().decode(Metadata.self, from: Data(printed.output.utf8))
    let database = try #require(metadata.databases["results"])
    let objects = try query(
      "--sql", "SELECT name FROM sqlite_schema WHERE type <> 'index' AND name NOT LIKE 'sqlite%'",
      "--format", "csv")
    let names = objects.output.split(separator: "\r\n").dropFirst().map(String.init)
    #expect(Set(database.tables.keys) == Set(names))
    #expect(database.tables["machine"]?.units == ["memoryBytes": "byte"])
    #expect(database.tables["caseSummary"]?.columns["unit"] == "the unit of the values")
    // Each runs with an empty form, as Datasette sends it.
    let store = try MeasurementStore(path: tool.database, access: .readOnly)
    for (name, one) in database.queries {
      let values = one.params.map { ($0, QueryValue(argument: "")) }
      #expect(throws: Never.self, "\(name)") {
        try store.query(
          one.sql, arguments: Dictionary(uniqueKeysWithValues: values), row: { _ in .more })
      }
    }
  }
}
