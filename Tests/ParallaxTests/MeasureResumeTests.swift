import FoundationEssentials
import Platform
import Testing

@testable import parallax

/// Runs that were killed or interrupted, and databases that are in use.
struct MeasureResumeTests {
  @Test func aRaceContinuesAfterAKill() throws {
    let tool = try BuiltTool()
    let killed = try tool.measure(BuiltTool.race, until: 5, then: SIGKILL)
    #expect(killed.exitCode == nil, "\(killed.errors)")
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
    let killed = try tool.measure(
      BuiltTool.small + ["--seed", "4", "--until-interval", "0.1%", "--trials", "9"], until: 3,
      then: SIGKILL)
    #expect(killed.exitCode == nil, "\(killed.errors)")
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
    let interrupted = try tool.measure(
      ["--preset", "smoke", "--workload", "sleeping-tasks"], db: database, until: 1, then: SIGINT)
    #expect(interrupted.exitCode == 130, "\(interrupted.errors)")
    #expect(!FileManager.default.fileExists(atPath: database + "-measuring"))
    let line = interrupted.errors.split(separator: "\n").first { $0.hasPrefix("Continue with: ") }
    let command = try #require(line?.dropFirst("Continue with: ".count), "\(interrupted.errors)")
    let resumed = try tool.run(shell: "eval \"$1\"", [String(command)])
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(resumed.output.contains("Stored in \(database)."), "\(resumed.output)")
  }
}
