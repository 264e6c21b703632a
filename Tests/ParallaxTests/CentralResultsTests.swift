import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// Runs that `scripts/central/push` copies into PostgreSQL, and the dashboard's queries on them.
@Suite struct CentralResultsTests {
  /// A variable or a panel of the dashboard, as far as it is read.
  struct Dashboard: Decodable {
    struct Target: Decodable { var rawSql: String }
    struct Panel: Decodable {
      var title: String
      var targets: [Target]
    }
    struct Variable: Decodable {
      var name: String
      var query: String
      var type: String
    }
    struct Templating: Decodable { var list: [Variable] }

    var panels: [Panel]
    var templating: Templating
  }

  /// What Grafana puts in the place of variables and macros.
  static let substitutions = [
    "${workload:sqlstring}": "'ping-pong'", "${metric:sqlstring}": "'elapsedNanoseconds'",
    "${parameters:sqlstring}": "'rounds=1000'", "${machine:sqlstring}": "'3f2a','other'",
    "$__timeFilter(summary.startedAt)":
      "summary.startedAt BETWEEN '2025-11-01T00:00:00Z' AND '2025-12-01T00:00:00Z'",
    "$__timeTo()": "'2025-12-01T00:00:00Z'",
  ]

  let tool: BuiltTool

  /// Three nights of a machine, in which Go takes twice and then three times as long as Swift, and another
  /// version of Go five and then four times.
  init() throws {
    tool = try BuiltTool()
    let store = try MeasurementStore(path: tool.database, access: .create)
    for (night, go) in [2.0, 2, 3].enumerated() {
      let moment = ExportTests.moment.addingTimeInterval(Double(night) * 86_400)
      let times: [(String, String?, Double)] = [
        ("swift-async", nil, 1.0), ("go", nil, go), ("go", "1.25", night == 2 ? 4.0 : 5),
      ]
      let plan = times.enumerated().map { position, time in
        PlannedTrial(
          position: position, block: 0,
          case: Case(
            Implementation(workload: "ping-pong", runtime: Runtime(time.0), toolchain: time.1),
            [Parameter("rounds", 1000)]), warmups: 1, iterations: 2)
      }
      let run = Run(
        id: "0a1b2c3d-0000-4000-8000-00000000000\(night)", startedAt: moment, preset: "quick",
        seed: 1, toolVersion: "0.1.0", machine: ExportTests.machine)
      try store.begin(run, plan: plan, metrics: Metric.common)
      for (planned, time) in zip(plan, times) {
        try store.record(
          Trial(
            planned: planned, startedAt: moment, outcome: Outcome(.completed),
            measurements: [(100.0, true), (1, false), (3, false)].enumerated().map {
              Measurement(
                "elapsedNanoseconds", iteration: $0.offset, isWarmup: $0.element.1,
                $0.element.0 * time.2)
            }), in: run.id)
      }
      try store.finish(run.id, at: moment.addingTimeInterval(3))
    }
  }

  /// The answers of a script that runs beside a server, in which `$1` is the database and `$2` the folder
  /// of `push`.
  private func answers(to script: String, _ questions: [String] = []) throws -> [String] {
    let folder = try #require(Programs.postgreSQL)
    let result = Programs.run(
      Programs.postgreSQLServer + "export PARALLAX=\"$3\" server=postgresql:///postgres\n" + script
        + "\nshift 3; for question; do psql -qXAt -v ON_ERROR_STOP=1 -c \"$question\"; echo --; done",
      [
        folder, tool.database, ImportTests.root.appending(path: "scripts/central").path,
        BuiltTool.path,
      ] + questions)
    #expect(result.exitCode == 0, "\(result.errors)")
    return result.output.components(separatedBy: "--\n").dropLast().map {
      String($0.hasSuffix("\n") ? $0.dropLast() : $0[...])
    }
  }

  @Test(.enabled(if: Programs.postgreSQL != nil, "PostgreSQL is not installed."))
  func runsAreCopiedOnceAndEachQueryOfTheDashboardAnswers() throws {
    let text = try Data(
      contentsOf: ImportTests.root.appending(path: "scripts/central/grafana.json"))
    let dashboard = try JSONDecoder().decode(Dashboard.self, from: text)
    let queries =
      dashboard.panels.flatMap { $0.targets.map(\.rawSql) }
      + dashboard.templating.list.filter { $0.type == "query" }.map(\.query)
    let sql = queries.map { query in
      Self.substitutions.reduce(query) { $0.replacing($1.key, with: $1.value) }
    }
    #expect(sql.allSatisfy { !$0.contains("$") })
    let answers = try answers(
      to: """
        "$2/push" --db "$1" "$server" >&2
        [ "$("$2/push" --db "$1" "$server" | grep -c ': already there')" = 3 ]
        """,
      [
        "SELECT count(*) FROM run", "SELECT count(*) FROM measurement",
        "SELECT runtime, toolchain, value FROM summary JOIN series ON id = series "
          + "WHERE metric = 'elapsedNanoseconds' ORDER BY startedAt, value",
      ] + sql)
    let panels = answers.dropFirst(3).map { $0.split(separator: "\n") }
    #expect(answers.prefix(2) == ["3", "27"])
    #expect(
      answers[2].split(separator: "\n") == [
        "swift-async|default|2", "go|default|4", "go|1.25|10",
        "swift-async|default|2", "go|default|4", "go|1.25|10",
        "swift-async|default|2", "go|default|6", "go|1.25|8",
      ])
    #expect(panels.map(\.count).prefix(4) == [9, 6, 3, 1])
    #expect(panels[0].last { $0.contains("|go@1.25 on 3f2a|") }?.hasSuffix("|8") == true)
    #expect(panels[1].last { $0.contains("|go on 3f2a|") }?.hasSuffix("|3") == true)
    #expect(
      Set(panels[2]) == [
        "3f2a|go|default|default|rounds=1000|6|4|1.5",
        "3f2a|go|default|1.25|rounds=1000|8|10|0.8",
        "3f2a|swift-async|default|default|rounds=1000|2|2|1",
      ])
    #expect(panels[4] == ["ping-pong"] && panels[5].contains("elapsedNanoseconds"))
    #expect(panels[6...] == [["rounds=1000"], ["3f2a"]])
  }

  @Test(.enabled(if: Programs.postgreSQL != nil, "PostgreSQL is not installed."))
  func summariesStayWithoutTrials() throws {
    let answers = try answers(
      to: "\"$2/push\" --db \"$1\" --summaries \"$server\" >&2",
      [
        "SELECT count(*) FROM trial", "SELECT count(*) FROM estimate",
        "SELECT count(*) FROM summary JOIN series ON id = series WHERE metric = 'elapsedNanoseconds'",
      ])
    #expect(answers == ["0", "0", "9"])
  }

  @Test(arguments: [
    "postgresql://me:secret@127.0.0.1/x", "postgresql://127.0.0.1/x?password=secret",
    "postgres://me@127.0.0.1/x?sslmode=require&password=secret",
  ])
  func anAddressWithAPasswordIsRefusedAndNotRepeated(address: String) {
    let script = ImportTests.root.appending(path: "scripts/central/push").path
    let result = Programs.run("exec \"$0\" \"$1\" 2>&1", [script, address])
    #expect(result.exitCode == 64)
    #expect(result.output.contains("Leave it out") && !result.output.contains("secret"))
  }
}
