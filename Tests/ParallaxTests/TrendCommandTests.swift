import Analysis
import BenchmarkModel
import Foundation
import Store
import Testing

@testable import parallax

/// `trend`, called as a user calls it, and what a report shows of it.
struct TrendCommandTests {
  private let tool: BuiltTool

  /// Thirty nights; from the eighteenth on Go is 15 % slower.
  private static let nights = BuiltTool.database { store in
    for night in 0..<30 {
      try Nights().add(night, to: store) {
        $0.implementation.runtime == .go && night >= 18 ? 1.15e6 : 1e6
      }
    }
  }

  init() throws { tool = try BuiltTool(with: Self.nights) }

  private func trend(_ arguments: String...) throws -> BuiltTool.Result {
    try tool.run(shell: "exec \"$0\" trend --db '\(tool.database)' \"$@\"", arguments)
  }

  @Test func theListNamesTheChangeAndNoOther() throws {
    let shown = try trend()
    #expect(shown.exitCode == 0)
    let lines = shown.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(shown.output)")
    #expect(lines.first == "2025-12-12 ping-pong/go pairs=1 rounds=1000")
    #expect(lines.count { $0.hasPrefix("20") } == 1)
    #expect(shown.output.contains("1.00 µs → 1.15 µs, 1.1"))
    #expect(shown.output.contains(", worse\n"))
    #expect(shown.output.contains("runs 00000017 → 00000018, go1.27.2 → go1.27.3"))
    #expect(shown.errors == "1 change in 2 cases with at least 6 runs, of 2 cases.\n")

    let rows = try JSONDecoder().decode([Change].self, from: Data(try json().utf8))
    #expect(rows.map(\.run) == [Nights.id(18)] && rows.map(\.previousRun) == [Nights.id(17)])
    #expect(rows[0].metric == "perOperationNanoseconds" && rows[0].verdict == "worse")
    #expect((1.12...1.18).contains(rows[0].ratio))
    #expect(rows[0].ratioLower < rows[0].ratio && rows[0].ratio < rows[0].ratioUpper)
  }

  @Test func theTableOfChangePointsHasTheRowsOfTheList() throws {
    let asked = try tool.run("query", "change-points", "--db", tool.database)
    #expect(asked.errors.contains("30 runs without estimates"), "\(asked.errors)")
    let analyzed = try tool.run("analyze", "--db", tool.database)
    #expect(analyzed.output == "Analyzed 30 runs.\n", "\(analyzed.errors)")
    #expect(try tool.run("analyze", "--db", tool.database).output == "Analyzed 0 runs.\n")
    let rows = try JSONDecoder().decode([Change].self, from: Data(try json().utf8))
    try #require(rows.count == 1)
    #expect(try tool.value("SELECT count(*) FROM caseChange") == "1")
    #expect(try tool.value("SELECT ratio FROM caseChange") == "\(rows[0].ratio)")
    #expect(
      try tool.value("SELECT uuid FROM caseChange JOIN run ON run.id = firstRun") == Nights.id(18))
    #expect(try tool.value("SELECT count(*) FROM runAnalysis") == "30")
    // What a kill between a removal and the analysis leaves is said as well.
    let store = try MeasurementStore(path: tool.database, access: .open)
    let nights = try store.removable(RunChoice(ids: [Nights.id(29)]), onlyLatencies: false)
    try store.remove(nights, at: Nights.start)
    let after = try tool.run("query", "change-points", "--db", tool.database)
    #expect(after.errors.contains("1 machine without change points"), "\(after.errors)")
    _ = try tool.run("analyze", "--db", tool.database)
    #expect(try tool.run("query", "change-points", "--db", tool.database).errors == "")
    // One run fewer leaves no estimate of it, and the change is computed again.
    let removed = try tool.run("remove", Nights.id(28), "--yes", "--db", tool.database)
    #expect(removed.exitCode == 0, "\(removed.errors)")
    #expect(try tool.value("SELECT count(*) FROM runAnalysis") == "28")
    #expect(try tool.value("SELECT count(*) FROM caseChange") == "1")
  }

  @Test func aMachineThatFitsSeveralIsRefused() throws {
    let store = try MeasurementStore(path: tool.database, access: .open)
    var nights = Nights()
    nights.machine.fingerprint = "4b1d"
    nights.machine.cpuModel = "Example 9100"
    try nights.add(31, to: store)
    let refused = try trend("--machine", "example")
    #expect(refused.exitCode == 64)
    #expect(
      refused.errors.contains(
        "--machine \"example\" fits several: 4b1d (Example 9100) and 3f2a (Example 9000)."),
      "\(refused.errors)")
    #expect(try trend("--machine", "9000").exitCode == 0)
  }

  private func json() throws -> String {
    try tool.run("trend", "--db", tool.database, "--format", "json").output
  }

  private struct Change: Decodable {
    var run, previousRun, metric, verdict: String
    var ratio, ratioLower, ratioUpper: Double
  }

  @Test func aCaseHasARowForEachRun() throws {
    let shown = try trend("ping-pong/go", "pairs=1", "--metric", "elapsedNanoseconds")
    #expect(shown.exitCode == 0)
    let lines = shown.output.split(separator: "\n")
    #expect(lines.first == "ping-pong/go pairs=1 rounds=1000")
    #expect(lines.filter { $0.hasPrefix("2025-") }.count == 30)
    let mark = try #require(lines.firstIndex { $0.hasPrefix("──── 1.1") })
    #expect(lines[mark + 1].hasPrefix("2025-12-12 16:00  00000018  1.1"))

    let last = try trend("ping-pong/tokio", "--last", "4", "--format", "csv")
    let rows = last.output.split(whereSeparator: \.isNewline)
    #expect(rows.count == 5)
    #expect(
      rows[0] == "time,run,commit,version,trials,perOperationNanoseconds,lower,upper,ratio,"
        + "ratioLower,ratioUpper,p,verdict")
    #expect(rows[1].hasPrefix("2025-12-20T16:00:00Z,\(Nights.id(26)),c0ffee26,go1.27.3,8,"))
    let few = try trend("ping-pong/tokio", "--last", "4")
    #expect(few.errors.contains("A change point takes 6 runs; there are 4."))
  }

  @Test(arguments: [
    (["ping-pong"], "is no case"), (["pingpong/go"], "Did you mean \"ping-pong\"?"),
    (["ping-pong/goo"], "Did you mean \"ping-pong/go\"?"),
    (["ping-pong/go", "rounds=7"], "Allowed: pairs=1 rounds=1000"),
    (["ping-pong/go", "--metric", "coresBusyRatio"], "Unknown metric with a trend"),
    (["--metric", "elapsedNanoseconds"], "Name it, as in"), (["--last", "0"], "from 1 to 1000"),
    (["--machine", "zz"], "Allowed: 3f2a (Example 9000)"), (["--machine", ""], "is empty"),
  ])
  func wrongUsageIsReported(arguments: [String], message: String) {
    let result = refusal(of: ["trend", "--db", tool.database] + arguments)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func aDatabaseWithoutRunsHasNoTrend() throws {
    let path = "\(tool.folder)/empty.sqlite"
    _ = try MeasurementStore(path: path, access: .create)
    let shown = try tool.run("trend", "--db", path)
    #expect(shown.exitCode == 0 && shown.errors.contains("There is no run yet."))
  }

  @Test func aReportShowsTheTrendAndItsHistory() throws {
    let site = "\(tool.folder)/site"
    let made = try tool.run(
      "publish", "--db", tool.database, "--to", site, "--base-url", "https://example.org")
    try #require(made.exitCode == 0, "\(made.errors)")
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: "\(site)/\(name)", encoding: .utf8)
    }
    let workload = try text("ping-pong.md")
    #expect(workload.contains("## Over time"))
    #expect(workload.contains("in 30 runs of the machine, of which the table has the newest 20."))
    #expect(workload.contains("charts/ping-pong-per-operation-nanoseconds-by-run.svg"))
    #expect(workload.contains("| 2025-12-23, 00000029 | 1.1"))
    #expect(workload.contains("| 2025-12-12, 00000018 |"))
    #expect(try text("ping-pong.html").utf8.count < 100_000)
    let history = try text("history.md")
    #expect(history.contains("| 2025-12-12, 00000018 | [Ping-pong](ping-pong.md) |"))
    #expect(history.contains("go1.27.2 to go1.27.3"))
    let feed = try text("feed.xml")
    #expect(feed.contains("https://example.org/history.html"))
    #expect(feed.contains("<title>Ping-pong, Go: time per"))
  }

  @Test func twoRunsAreNoTrend() throws {
    let path = "\(tool.folder)/two.sqlite"
    let store = try MeasurementStore(path: path, access: .create)
    for night in 0..<2 { try Nights().add(night, to: store) }
    let made = try tool.run("report", "--db", path, "--out", "\(tool.folder)/two")
    try #require(made.exitCode == 0, "\(made.errors)")
    let page = try String(contentsOfFile: "\(tool.folder)/two/ping-pong.md", encoding: .utf8)
    #expect(!page.contains("## Over time"))
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/two/history.html"))
  }
}
