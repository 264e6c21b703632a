import Analysis
import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials
import Testing

@testable import parallax

struct CompareTests {
  @Test(arguments: [
    ("1ms", "nanoseconds", 1e6), ("2.5 s", "nanoseconds", 2.5e9), ("3us", "nanoseconds", 3e3),
    ("3µs", "nanoseconds", 3e3), ("100kB", "bytes", 1e5), ("100KB", "bytes", 1e5),
    ("1MB", "bytes", 1e6), ("12B", "bytes", 12), ("10", "count", 10),
  ])
  func absoluteToleranceHasAUnit(text: String, unit: String, value: Double) throws {
    let tolerance = try #require(AbsoluteTolerance(argument: text))
    #expect(tolerance.unit.rawValue == unit)
    #expect(tolerance.value == value)
  }

  @Test(arguments: ["", "ms", "-1ms", "1 furlong", "1e999s", "nan"])
  func otherTextIsNoTolerance(text: String) {
    #expect(AbsoluteTolerance(argument: text) == nil)
  }

  @Test(arguments: [
    ("5%", 0.05), ("0 %", 0), ("12.5%", 0.125), ("0.05%", 0.0005), ("100000%", 1_000),
  ])
  func toleranceIsAPercentage(text: String, share: Double) {
    #expect(percentage(text) == share)
  }

  @Test(arguments: ["", "%", "-1%", "five", "inf%", "5", "0.05", "5 percent", "nan%"])
  func otherTextIsNoPercentage(text: String) {
    #expect(percentage(text) == nil)
  }

  @Test(arguments: [
    (Gate.Conclusion.notWorse, Int32?.none), (.worse, 2), (.inconclusive, 3),
    (.notComparable, 3), (.onlyBetter, 4),
  ])
  func conclusionHasItsExitCode(conclusion: Gate.Conclusion, code: Int32?) {
    #expect(conclusion.exitCode == code)
  }

  @Test func namedRunIsComparedAndOneTrialDecidesNothing() throws {
    let tool = try BuiltTool()
    for _ in 0..<2 {
      let measured = try tool.run(
        "measure", "--preset", "smoke", "--workload", "parallel-compute", "--runtime",
        "swift-async", "--runtime", "swift-dispatch", "--db", tool.database)
      try #require(measured.exitCode == 0, "\(measured.errors)")
      let named = try tool.run("name", "latest", "before", "--db", tool.database)
      #expect(named.exitCode == 0, "\(named.errors)")
    }
    let listed = try tool.run("list", "runs", "--format", "ndjson", "--db", tool.database)
    #expect(listed.output.split(separator: "\n").first?.contains("\"names\":\"before\"") == true)
    #expect(try tool.run("name", "latest", "abc", "--db", tool.database).exitCode == 1)

    let gate = try tool.run("compare", "before", "latest", "--gate", "--db", tool.database)
    #expect(gate.exitCode == 3, "\(gate.errors)")
    #expect(gate.errors.contains("Conclusion: inconclusive"))
    #expect(gate.output.contains("parallel-compute side=64"))
    let shown = try tool.run("compare", "before", "latest", "--db", tool.database)
    #expect(shown.exitCode == 0)

    let runtimes = try tool.run(
      "compare", "latest", "--metric", "elapsedNanoseconds", "--format", "json", "--db",
      tool.database)
    #expect(runtimes.output.contains("\"runtime\":\"swift-dispatch\""))
    #expect(runtimes.output.contains("\"baselineRuntime\":\"swift-async\""))
    #expect(runtimes.output.contains("\"isConfirmed\":false"))
    let rows = try JSONDecoder().decode(Document.self, from: Data(runtimes.output.utf8)).rows
    #expect(rows.count == 1)
    #expect(rows.allSatisfy { $0.candidate > 0 && $0.trials == 1 && $0.ratioLower == nil })
  }

  /// A run of the default runtimes and of the variant with the longest name, each with six trials.
  private func comparison(against base: String) throws -> RunComparison {
    let size = tasks(100_000, holdMilliseconds: 10_000)
    let values = [40, 300, 80, 500, 120, 60].map { $0 * 1e6 }
    let runtimes = [Runtime.swiftThreads, .swiftDispatch, .swiftAsync, .go, .tokio]
    var all = runtimes.enumerated().flatMap { index, runtime in
      trials(runtime, size, .elapsed, Array(values[index...] + values[..<index]))
    }
    all += trials(.swiftDispatch, size, .elapsed, values.map { $0 * 99 }).map { trial in
      var trial = trial
      trial.planned.case.implementation.variant = "serial-queues"
      return trial
    }
    return try RunComparison(
      runtimesOf: RunComparison.Side(run: fixtureRun(), trials: all), against: base,
      terms: RunComparison.Terms(metrics: [.elapsed]))
  }

  @Test func tableFitsATerminalOf80Columns() throws {
    let comparison = try comparison(against: "swift-dispatch")
    let lines = ComparisonPrinter.lines(of: comparison, columns: 80)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.joined(separator: "\n"))")
    #expect(lines.contains { $0.hasSuffix(" inconclusive") })
    for name in ["vs swift-dispatch", "  swift-threads", "  swift-async", "  go", "  tokio"] {
      #expect(lines.contains { $0.hasPrefix(name + " ") }, "\(name)")
    }
    let full = ComparisonPrinter.lines(of: comparison, columns: nil)
    #expect(full.contains { $0.hasPrefix("  swift-dispatch:serial-queues ") })
  }

  @Test func rowsAreInTheOrderOfTheCatalogNotOfThePlan() {
    func trial(_ workload: String, _ runtime: Runtime, _ size: Int, _ position: Int) -> Trial {
      let one = Case(
        Implementation(workload: workload, runtime: runtime), [Parameter("tasks", size)])
      return Trial(
        planned: PlannedTrial(position: position, block: 0, case: one, warmups: 0, iterations: 1),
        startedAt: Date(unix: 0), outcome: Outcome(.completed))
    }
    let ordered = [
      trial("sleeping-tasks", .swiftThreads, 9, 7), trial("sleeping-tasks", .swiftAsync, 9, 2),
      trial("sleeping-tasks", .swiftAsync, 9, 5), trial("sleeping-tasks", .go, 9, 0),
      trial("sleeping-tasks", .swiftThreads, 10, 4), trial("ping-pong", .go, 1, 1),
      trial("unknown", .go, 1, 3),
    ]
    let shuffled = ordered.sorted { $0.planned.position < $1.planned.position }
    #expect(Compare.inCatalogOrder(shuffled) == ordered)
  }

  private struct Document: Decodable {
    var rows: [JSONRow]
  }

  private struct JSONRow: Decodable {
    var candidate: Double
    var ratioLower: Double?
    var trials: Int
  }

  @Test(arguments: [
    (["compare", "latest", "latest", "--baseline-runtime", "go"], "--baseline-runtime applies to"),
    (["compare", "latest", "--metric", "elapsedNanosecond"], "Did you mean"),
    (["compare", "latest", "--tolerance", "much"], "much"),
    (["compare"], "baseline"),
  ])
  func wrongUsageIsReported(arguments: [String], message: String) {
    let result = refusal(of: arguments)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
