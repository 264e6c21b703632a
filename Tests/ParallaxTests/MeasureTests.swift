import FoundationEssentials
import Testing

@testable import parallax

/// `measure` as a user calls it.
struct MeasureTests {
  @Test func aRunByPrecisionStoresItsGoalAndSaysWhatReachedIt() throws {
    let tool = try BuiltTool()
    // 0.1 % is out of reach for such a short time, so the cap ends it.
    let result = try tool.measure(BuiltTool.small + ["--until-interval", "0.1%", "--trials", "7"])
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors.contains("12 trials, "))
    #expect(result.output.contains(" of 2 cases reached ± 0.1 %."), "\(result.output)")
    #expect(
      try tool.value("SELECT goalHalfWidth || ' ' || goalTrialCap FROM run") == "0.001 7")
    let trials = try #require(Int(try tool.value("SELECT count(*) FROM trial")))
    #expect((12...14).contains(trials))
    #expect(try tool.value("SELECT count(*) FROM run WHERE finishedAt IS NULL") == "0")
  }

  @Test func anAddedVariableReachesTheTrialsIsStoredAndIsShown() throws {
    let tool = try BuiltTool()
    let plain = try tool.measure(BuiltTool.small + ["--trials", "1"])
    #expect(plain.exitCode == 0, "\(plain.errors)")
    let added = try tool.measure(
      BuiltTool.small + ["--trials", "1", "--env", "GOGC=off", "--env", "A=x=y"])
    #expect(added.exitCode == 0, "\(added.errors)")
    #expect(
      try tool.value("SELECT group_concat(name || '=' || value, ' ') FROM runEnvironment")
        == "A=x=y GOGC=off")
    #expect(try tool.run("list", "runs", "--db", tool.database).output.contains("A=x=y GOGC=off"))
    let runs = try tool.run(
      "query", "--db", tool.database, "--format", "csv", "--sql",
      "SELECT uuid FROM run ORDER BY startedAt"
    ).output.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    try #require(runs.count == 2)
    let compared = try tool.run("compare", runs[0], runs[1], "--db", tool.database)
    let errors = compared.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      errors.contains("the baseline added nothing, the candidate A=x=y GOGC=off."), "\(errors)")
  }

  @Test func aBudgetEndsTheBlocksAndIsNamed() throws {
    let tool = try BuiltTool()
    let result = try tool.measure(
      BuiltTool.small + ["--until-interval", "0.1%", "--budget", "0.001s"])
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.contains("The budget of 0 s is used up."), "\(result.output)")
    #expect(try tool.value("SELECT count(*) FROM trial") == "2")
    #expect(try tool.value("SELECT budgetSeconds FROM run") == "0.001")
  }

  @Test func aBudgetIsSpentOnWhatIsInconclusive() throws {
    let tool = try BuiltTool()
    let result = try tool.measure(BuiltTool.race)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors.contains("until the first look"), "\(result.errors)")
    let output = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      output.contains(
        /Decided: \d of 2 headline comparisons\. Confirmed among all headline comparisons: \d\./),
      "\(result.output)")
    #expect(
      try tool.value(
        "SELECT lookCount || ' ' || budgetSeconds || ' ' || (finishedAt IS NOT NULL) FROM run")
        == "5 5.0 1")
    let blocks = try tool.racedBlocks()
    #expect(blocks.count == 2 && blocks.allSatisfy { (3...431).contains($0) }, "\(blocks)")
  }

  @Test func aBudgetThatIsTooSmallNamesWhatItLeavesOut() throws {
    let tool = try BuiltTool()
    let result = try tool.measure(BuiltTool.small + ["--budget", "0.001s"])
    #expect(result.exitCode == 0, "\(result.errors)")
    let output = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      output.contains(
        "Not measured, because the budget of 0 s is too small: ping-pong (2 default cases)."),
      "\(result.output)")
    #expect(try tool.value("SELECT count(*) FROM trial WHERE outcome = 'leftOut'") == "2")
    #expect(try tool.value("SELECT count(*) FROM run WHERE finishedAt IS NULL") == "0")
  }

  @Test func aDryRunShowsTheFirstRoundAndTheBudget() throws {
    let tool = try BuiltTool()
    let result = try tool.measure(["--preset", "quick", "--workload", "skynet", "--dry-run"])
    #expect(result.exitCode == 0, "\(result.errors)")
    let errors = result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(errors.contains("within a budget of 5 min 0 s."), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.database))
  }

  @Test func theTablesFitATerminalAndNameEachCaseOnce() throws {
    let tool = try BuiltTool()
    let result = try tool.measure(["--preset", "smoke", "--workload", "ping-pong"])
    #expect(result.exitCode == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("swift-async:actor ") }.count == 2)
    #expect(lines.filter { $0.hasPrefix("ping-pong: ") }.count == 2)

    // Longer names of variants make wider tables.
    let other = try tool.measure(["--preset", "smoke", "--workload", "preemption"])
    let narrow = other.output.split(separator: "\n")
    #expect(narrow.contains { $0.hasPrefix("swift-dispatch:own-queue ") })
    #expect(narrow.dropLast().allSatisfy { $0.count <= 80 }, "\(other.output)")
  }

  @Test(arguments: [
    (["--budget", "5m", "--trials", "3"], "exclude each other"),
    (["--budget", "5"], "Write it as 90s"),
    (["--until-interval", "5%", "--trials", "5"], "at least 6"),
    (["--until-interval", "5"], "with a percent sign, as in 5%"),
    (["--shard", "1/2"], "--shard needs --seed"),
    (["--shard", "3/2", "--seed", "1"], "Write it as 2/4"),
    (
      ["--shard", "1/9", "--seed", "1", "--preset", "smoke", "--workload", "ping-pong"],
      "Use at most 2 shards."
    ),
    (["--resume", "--shard", "1/2"], "allows no other option"),
    (["--resume", "--env", "A=1"], "allows no other option"),
    (["--certify", "--env", "A=1"], "has its own plan"),
    (["--env", "A"], "Write it as NAME=VALUE"),
    (["--env", "1A=x"], "cannot be the name of a variable"),
    (["--env", "PARALLAX_TRIAL=x"], "is set by parallax itself"),
    (["--env", "A=1", "--env", "A=2"], "gives a variable twice"),
  ])
  func wrongUsageIsReported(arguments: [String], message: String) throws {
    let tool = try BuiltTool()
    let result = refusal(of: ["measure"] + arguments + ["--db", tool.database])
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.database))
  }
}
