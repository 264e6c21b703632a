import FoundationEssentials
import Testing

extension BuiltTool {
  /// The sizes of ping-pong in one runtime: two trials.
  static let small = [
    "--preset", "smoke", "--workload", "ping-pong", "--runtime", "swift-threads",
  ]
  /// The same in two runtimes, within a budget.
  static let race = small + ["--runtime", "swift-async", "--budget", "5s"]

  /// A database with the smallest run of fetch-urls in two runtimes, measured once for all tests.
  private static let measuredDatabase = Swift.Result {
    let tool = try BuiltTool()
    let measured = try tool.measure([
      "--preset", "smoke", "--workload", "fetch-urls", "--runtime", "swift-async", "--runtime",
      "swift-threads",
    ])
    try #require(measured.exitCode == 0, "\(measured.errors)")
    return try Data(contentsOf: URL(filePath: tool.database))
  }

  /// A tool with a copy of that database.
  static func measured() throws -> BuiltTool {
    let tool = try BuiltTool()
    try measuredDatabase.get().write(to: URL(filePath: tool.database))
    return tool
  }

  func measure(_ arguments: [String], db: String? = nil) throws -> Result {
    try run(shell: "exec \"$0\" measure \"$@\"", arguments + ["--db", db ?? database])
  }

  /// The numbers of blocks of each size of ``race``.
  func racedBlocks() throws -> [Int] {
    let text = try value(
      "SELECT group_concat(blocks, ' ') FROM (SELECT count(DISTINCT block) AS blocks "
        + "FROM plannedTrial JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase "
        + "JOIN trial USING (run, position) GROUP BY parameters)")
    return text.split(separator: " ").compactMap { Int($0) }
  }
}
