import FoundationEssentials
import Platform
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
  static func measured() throws -> BuiltTool { try BuiltTool(with: measuredDatabase) }

  func measure(_ arguments: [String], db: String? = nil) throws -> Result {
    try run(shell: "exec \"$0\" measure \"$@\"", arguments + ["--db", db ?? database])
  }

  /// Measures until so many trials are stored, and sends the command a signal then.
  func measure(
    _ arguments: [String], db: String? = nil, until trials: Int, then signal: Int32
  ) throws -> Result {
    let path = db ?? database
    let running = RunningScript(
      "echo $$ > $T/pid; exec \"$0\" measure \"$@\"", arguments + ["--db", path], of: self)
    // At first the database is not there or not complete.
    let stored = { (try? self.value("SELECT count(*) FROM trial", in: path)).flatMap { Int($0) } }
    if becomesTrue({ (stored() ?? 0) >= trials }) {
      let text = try String(contentsOfFile: "\(folder)/pid", encoding: .utf8)
      kill(try #require(pid_t(text.split(separator: "\n").first ?? "")), signal)
    }
    return try running.end()
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
