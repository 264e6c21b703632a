import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// What other programs make of a database, with the Python that ``Programs`` finds.
@Suite struct NeighborTests {
  let tool: BuiltTool

  private static let run = Run(
    id: ExportTests.run, startedAt: ExportTests.moment, preset: "quick", seed: 1,
    toolVersion: "0.1.0", commit: nil, isDirty: nil,
    machine: Machine(
      fingerprint: "f", cpuModel: nil, architecture: "x86_64", logicalCores: 2, memoryBytes: nil,
      operatingSystem: nil, kernel: nil, facts: [:]),
    toolchains: [], listings: [], environment: [:], warnings: [], loadBefore: nil,
    calibration: [:])

  init() throws {
    tool = try BuiltTool()
  }

  /// The block of Python in `docs/questions.md` that imports a package.
  private static func snippet(importing package: String) throws -> String {
    let file = ImportTests.root.appending(path: "docs/questions.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let snippets = text.matches(of: /```python\n((?:.|\n)*?)```/).map { String($0.output.1) }
    return try #require(snippets.first { $0.contains("import \(package)") })
  }

  /// A run whose medians tell variants, warm-ups and trials apart: the default of Go takes 3 ms by the
  /// median of its trials' medians, and 4 ms by that of all its values.
  private func addRun() throws {
    let store = try MeasurementStore(path: tool.database, access: .create)
    let size = [Parameter("rounds", 1000)]
    let trials: [(variant: String?, milliseconds: [Double])] = [
      (nil, [99, 1, 2]), (nil, [99, 3]), (nil, [99, 4, 4, 4, 4, 4]), ("buffered", [99, 50]),
    ]
    let plan = trials.enumerated().map { position, trial in
      PlannedTrial(
        position: position, block: 0,
        case: Case(
          Implementation(workload: "ping-pong", runtime: .go, variant: trial.variant), size),
        warmups: 1, iterations: 5)
    }
    try store.begin(Self.run, plan: plan, metrics: Metric.common)
    for (planned, trial) in zip(plan, trials) {
      let measurements = trial.milliseconds.enumerated().map {
        Measurement(
          "elapsedNanoseconds", iteration: $0.offset, isWarmup: $0.offset == 0, $0.element * 1e6)
      }
      try store.record(
        Trial(
          planned: planned, startedAt: ExportTests.moment, outcome: Outcome(.completed),
          measurements: measurements), in: Self.run.id)
    }
  }

  /// Runs Python in a folder with the database at its usual place and the tool on the path.
  private func python(_ program: String) throws -> String {
    let folder = "\(tool.folder)/reports/latest"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for ending in ["", "-wal", "-shm"]
    where FileManager.default.fileExists(atPath: tool.database + ending) {
      try FileManager.default.copyItem(
        atPath: tool.database + ending, toPath: "\(folder)/results.sqlite\(ending)")
    }
    let result = Programs.run(
      """
      cd "$1" && mkdir bin && ln -s "$2" bin/parallax && PATH="$PWD/bin:$PATH" exec "$0" -c "$3"
      """, [Programs.python, tool.folder, BuiltTool.path, program])
    #expect(result.exitCode == 0, "\(result.errors)")
    return result.output
  }

  @Test(
    .enabled(if: Programs.python(has: ["pandas"]), "Python has no package pandas."))
  func pandasGivesTheMediansOfTheDefaultVariant() throws {
    try addRun()
    let output = try python(Self.snippet(importing: "pandas"))
    #expect(output.contains(/ping-pong rounds=1000 +3\.0/), "\(output)")
    #expect(!output.contains("50.0"))
  }

  @Test(
    .enabled(if: Programs.python(has: ["duckdb"]), "Python has no package duckdb."))
  func duckDBGivesTheSameMedians() throws {
    try addRun()
    let output = try python(Self.snippet(importing: "duckdb"))
    #expect(output.contains("ping-pong") && output.contains(" 3.0 "), "\(output)")
    #expect(!output.contains("50.0"))
  }

  @Test(.enabled(if: Programs.python(has: ["chdb"]), "Python has no package chdb."))
  func clickHouseGivesTheSameMedians() throws {
    try addRun()
    let output = try python(Self.snippet(importing: "chdb"))
    #expect(output.contains("ping-pong") && output.contains(" 3 "), "\(output)")
    #expect(!output.contains(" 50 "))
  }

  /// Datasette ends a statement after a second.
  @Test(.enabled(if: Programs.python(has: ["datasette"]), "Python has no package datasette."))
  func datasetteShowsEveryTableAndView() throws {
    try addLargeRun()
    let metadata = try tool.run("datasette", "--db", tool.database)
    #expect(metadata.exitCode == 0, "\(metadata.errors)")
    try Data(metadata.output.utf8).write(to: URL(filePath: "\(tool.folder)/metadata.json"))
    let output = try python(
      """
      import asyncio, inspect, json
      from datasette.app import Datasette
      async def main():
          path = "reports/latest/results.sqlite"
          metadata = json.load(open("metadata.json"))
          # Version 1.0 reads the queries from its configuration.
          takes_config = "config" in inspect.signature(Datasette.__init__).parameters
          site = Datasette(
              [path], metadata=metadata, settings={"suggest_facets": False},
              **({"config": metadata} if takes_config else {}))
          await site.invoke_startup()
          database = site.get_database("results")
          names = await database.table_names() + await database.view_names()
          for name in names:
              for ending in ["", ".json"]:
                  answer = await site.client.get(f"/results/{name}{ending}")
                  if answer.status_code != 200:
                      print(name + ending, answer.status_code, answer.text[:300])
          queries = (await site.client.get("/results.json")).json()["queries"]
          for query in queries:
              if not query["params"]:
                  answer = await site.client.get(f"/results/{query['name']}")
                  if answer.status_code != 200:
                      print(query["name"], answer.status_code)
          print(len(names) > 30 and len(queries) > 10)
      asyncio.run(main())
      """)
    #expect(output == "True\n", "\(output)")
  }

  /// Half a million rows.
  private func addLargeRun() throws {
    try ExportTests.add(
      ExportTests.other, to: MeasurementStore(path: tool.database, access: .create))
    let store = try MeasurementStore(path: tool.database, access: .open)
    let plan = (0..<250).map { position in
      PlannedTrial(
        position: position, block: position / 10,
        case: Case(
          Implementation(workload: "ping-pong", runtime: .go),
          [Parameter("rounds", position % 10 + 1)]), warmups: 0, iterations: 1_000)
    }
    try store.begin(Self.run, plan: plan, metrics: Metric.common)
    for planned in plan {
      try store.record(
        Trial(
          planned: planned, startedAt: ExportTests.moment, outcome: Outcome(.completed),
          measurements: (0..<1_000).map {
            Measurement("elapsedNanoseconds", iteration: $0, Double(1_000 + $0))
          },
          latencies: (0..<1_000).map {
            LatencyBucket("elapsedNanoseconds", iteration: $0 % 10, value: $0 * 7 + 1, count: 1)
          }), in: Self.run.id)
    }
  }
}
