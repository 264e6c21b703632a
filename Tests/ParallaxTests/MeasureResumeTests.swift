import FoundationEssentials
import Testing

@testable import parallax

/// Runs that were killed or interrupted, and databases that are in use.
struct MeasureResumeTests {
  /// Measures until so many trials are stored, and kills the command then.
  private func measureAndKill(
    _ tool: BuiltTool, after trials: Int, _ arguments: [String]
  ) throws {
    let killed = try tool.run(
      shell: """
        "$0" measure "$@" --db '\(tool.database)' &
        pid=$!
        for attempt in $(seq 400); do
          sleep 0.02
          done=$("$0" query --db '\(tool.database)' --sql 'SELECT count(*) FROM trial' \
            --format csv 2>/dev/null | tail -n 1 | tr -d '\\r')
          if [ "${done:-0}" -ge \(trials) ] 2>/dev/null; then kill -KILL $pid; break; fi
        done
        wait $pid
        """, arguments)
    #expect(killed.exitCode == 137, "\(killed.errors)")
  }

  @Test func aRaceContinuesAfterAKill() throws {
    let tool = try BuiltTool()
    try measureAndKill(tool, after: 5, BuiltTool.race)
    let count = try #require(Int(try tool.value("SELECT count(*) FROM trial")))
    let before = try tool.value("SELECT group_concat(position || ' ' || startedAt) FROM trial")
    let left = try tool.measure(["--resume", "--dry-run"])
    #expect(left.exitCode == 0 && left.errors.hasPrefix("Left of run "), "\(left.errors)")
    let resumed = try tool.measure(["--resume"])
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(
      try tool.value(
        "SELECT group_concat(position || ' ' || startedAt) FROM trial WHERE id <= \(count)")
        == before)
    let blocks = try tool.racedBlocks()
    #expect(blocks.count == 2 && blocks.allSatisfy { (3...431).contains($0) }, "\(blocks)")
    #expect(try tool.value("SELECT count(*) FROM run WHERE finishedAt IS NULL") == "0")
  }

  /// The plan of a run by precision grows in the database, so a kill loses no trial.
  @Test func aRunByPrecisionContinuesAfterAKill() throws {
    let tool = try BuiltTool()
    try measureAndKill(
      tool, after: 3,
      [
        "--preset", "smoke", "--workload", "ping-pong", "--runtime", "swift-threads", "--seed", "4",
        "--until-interval", "0.1%", "--trials", "9",
      ])
    #expect(FileManager.default.fileExists(atPath: tool.database + "-measuring"))
    let before = try tool.value("SELECT group_concat(position || ' ' || startedAt) FROM trial")
    let count = try #require(Int(try tool.value("SELECT count(*) FROM trial")))
    let left = try tool.measure(["--resume", "--dry-run"])
    #expect(left.exitCode == 0 && left.errors.hasPrefix("Left of run "), "\(left.errors)")
    let id = try tool.value("SELECT substr(uuid, 1, 8) FROM run")
    let resumed = try tool.measure(["--resume", id])
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(
      try tool.value(
        "SELECT group_concat(position || ' ' || startedAt) FROM trial WHERE id <= \(count)")
        == before)
    let perCase = try tool.value(
      "SELECT min(n) || ' ' || max(n) FROM (SELECT count(*) AS n FROM plannedTrial JOIN trial "
        + "USING (run, position) GROUP BY benchmarkCase)")
    let numbers = perCase.split(separator: " ").compactMap { Int($0) }
    #expect(numbers.count == 2 && numbers.allSatisfy { (6...9).contains($0) }, "\(perCase)")
    #expect(!FileManager.default.fileExists(atPath: tool.database + "-measuring"))
    let again = try tool.measure(["--resume", id])
    #expect(again.exitCode == 1 && again.errors.contains("is finished"), "\(again.errors)")
  }

  @Test func aSecondMeasureOnADatabaseIsRefused() throws {
    let tool = try BuiltTool()
    let made = try tool.measure(BuiltTool.small)
    #expect(made.exitCode == 0, "\(made.errors)")
    let lock = try MeasureLock(database: tool.database)
    for arguments in [BuiltTool.small, ["--resume"]] {
      let second = try tool.measure(arguments)
      #expect(second.exitCode == 1)
      #expect(
        second.errors.contains(
          "Process \(ProcessInfo.processInfo.processIdentifier) is measuring into"),
        "\(second.errors)")
    }
    #expect(try tool.value("SELECT count(*) FROM run") == "1")
    withExtendedLifetime(lock) {}
  }

  /// Ctrl-C: stored trials stay, and the printed command continues the run.
  @Test func anInterruptionPrintsTheCommandThatContinues() throws {
    let tool = try BuiltTool()
    let database = "\(tool.folder)/two words.sqlite"
    let result = try tool.run(
      shell: """
        "$0" measure --preset smoke --workload sleeping-tasks --db "$1" 2> "$2" &
        pid=$!
        for attempt in $(seq 400); do
          sleep 0.02
          done=$("$0" query --db "$1" --sql 'SELECT count(*) FROM trial' \
            --format csv 2>/dev/null | tail -n 1 | tr -d '\\r')
          if [ "${done:-0}" -ge 1 ] 2>/dev/null; then kill -INT $pid; break; fi
        done
        wait $pid
        echo "ended with $?"
        test ! -e "$1-measuring" && echo "no lock left"
        eval "$(sed -n 's/^Continue with: //p' "$2")"
        """, [database, "\(tool.folder)/errors"])
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("ended with 130\nno lock left\n"), "\(result.output)")
    #expect(result.output.contains("Stored in \(database)."))
  }
}
