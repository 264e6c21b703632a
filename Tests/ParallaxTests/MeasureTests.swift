import Analysis
import FoundationEssentials
import Testing

@testable import parallax

/// `measure` as a user calls it.
struct MeasureTests {
  private let small = [
    "--preset", "smoke", "--workload", "ping-pong", "--runtime", "swift-threads",
  ]

  private func measure(
    _ tool: BuiltTool, _ arguments: [String], db: String? = nil
  ) throws -> BuiltTool.Result {
    try tool.run(
      shell: "exec \"$0\" measure \"$@\"", arguments + ["--db", db ?? tool.database])
  }

  @Test func aRunByPrecisionStoresItsGoalAndSaysWhatReachedIt() throws {
    let tool = try BuiltTool()
    // 0.1 % is out of reach for such a short time, so the cap ends it.
    let result = try measure(tool, small + ["--until-interval", "0.1%", "--trials", "7"])
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
    let plain = try measure(tool, small + ["--trials", "1"])
    #expect(plain.exitCode == 0, "\(plain.errors)")
    let added = try measure(
      tool, small + ["--trials", "1", "--env", "GOGC=off", "--env", "A=x=y"])
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
    let result = try measure(
      tool, small + ["--until-interval", "0.1%", "--budget", "0.001s"])
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.contains("The budget of 0 s is used up."), "\(result.output)")
    #expect(try tool.value("SELECT count(*) FROM trial") == "2")
    #expect(try tool.value("SELECT budgetSeconds FROM run") == "0.001")
  }

  /// The sizes of ping-pong in two runtimes.
  private let race = [
    "--preset", "smoke", "--workload", "ping-pong", "--runtime", "swift-threads", "--runtime",
    "swift-async", "--budget", "5s",
  ]

  private func racedBlocks(_ tool: BuiltTool) throws -> [Int] {
    let text = try tool.value(
      "SELECT group_concat(blocks, ' ') FROM (SELECT count(DISTINCT block) AS blocks "
        + "FROM plannedTrial JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase "
        + "JOIN trial USING (run, position) GROUP BY parameters)")
    return text.split(separator: " ").compactMap { Int($0) }
  }

  @Test func aBudgetIsSpentOnWhatIsInconclusive() throws {
    let tool = try BuiltTool()
    let result = try measure(tool, race)
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
    let blocks = try racedBlocks(tool)
    #expect(blocks.count == 2 && blocks.allSatisfy { (3...431).contains($0) }, "\(blocks)")
  }

  @Test func aBudgetThatIsTooSmallNamesWhatItLeavesOut() throws {
    let tool = try BuiltTool()
    let result = try measure(tool, small + ["--budget", "0.001s"])
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
    let result = try measure(tool, ["--preset", "quick", "--workload", "skynet", "--dry-run"])
    #expect(result.exitCode == 0, "\(result.errors)")
    let errors = result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(errors.contains("within a budget of 5 min 0 s."), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.database))
  }

  @Test func aRaceContinuesAfterAKill() throws {
    let tool = try BuiltTool()
    let killed = try tool.run(
      shell: """
        "$0" measure "$@" --db '\(tool.database)' &
        pid=$!
        for attempt in $(seq 400); do
          sleep 0.02
          done=$("$0" query --db '\(tool.database)' --sql 'SELECT count(*) FROM trial' \
            --format csv 2>/dev/null | tail -n 1 | tr -d '\\r')
          if [ "${done:-0}" -ge 5 ] 2>/dev/null; then kill -KILL $pid; break; fi
        done
        wait $pid
        """, race)
    #expect(killed.exitCode == 137, "\(killed.errors)")
    let count = try #require(Int(try tool.value("SELECT count(*) FROM trial")))
    let before = try tool.value("SELECT group_concat(position || ' ' || startedAt) FROM trial")
    let left = try measure(tool, ["--resume", "--dry-run"])
    #expect(left.exitCode == 0 && left.errors.hasPrefix("Left of run "), "\(left.errors)")
    let resumed = try measure(tool, ["--resume"])
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(
      try tool.value(
        "SELECT group_concat(position || ' ' || startedAt) FROM trial WHERE id <= \(count)")
        == before)
    #expect(try racedBlocks(tool).allSatisfy { (3...431).contains($0) })
    #expect(try tool.value("SELECT count(*) FROM run WHERE finishedAt IS NULL") == "0")
  }

  @Test func shardsRaceAloneAndMergeIntoOneRun() throws {
    let tool = try BuiltTool()
    let plan = race.dropLast() + ["6s", "--seed", "5"]
    let pieces = (1...2).map { "\(tool.folder)/piece\($0).sqlite" }
    for (index, piece) in pieces.enumerated() {
      let result = try measure(tool, plan + ["--shard", "\(index + 1)/2"], db: piece)
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    let merged = try tool.run(
      shell: "exec \"$0\" merge \"$@\"", pieces + ["--db", tool.database])
    #expect(merged.exitCode == 0, "\(merged.errors)")
    #expect(
      try tool.value(
        "SELECT group_concat(budgetSeconds || ' ' || (finishedAt IS NOT NULL)) FROM run")
        == "3.0 1")
    let blocks = try racedBlocks(tool)
    #expect(blocks.count == 2 && blocks.allSatisfy { (3...431).contains($0) }, "\(blocks)")
  }

  /// The plan of a run by precision grows in the database, so a kill loses no trial.
  @Test func aRunByPrecisionContinuesAfterAKill() throws {
    let tool = try BuiltTool()
    let killed = try tool.run(
      shell: """
        "$0" measure --preset smoke --workload ping-pong --runtime swift-threads --seed 4 \
          --until-interval 0.1% --trials 9 --db '\(tool.database)' &
        pid=$!
        for attempt in $(seq 400); do
          sleep 0.02
          done=$("$0" query --db '\(tool.database)' --sql 'SELECT count(*) FROM trial' \
            --format csv 2>/dev/null | tail -n 1 | tr -d '\\r')
          if [ "${done:-0}" -ge 3 ] 2>/dev/null; then kill -KILL $pid; break; fi
        done
        wait $pid
        """)
    #expect(killed.exitCode == 137, "\(killed.errors)")
    #expect(FileManager.default.fileExists(atPath: tool.database + "-measuring"))
    let before = try tool.value("SELECT group_concat(position || ' ' || startedAt) FROM trial")
    let count = try #require(Int(try tool.value("SELECT count(*) FROM trial")))
    let left = try measure(tool, ["--resume", "--dry-run"])
    #expect(left.exitCode == 0 && left.errors.hasPrefix("Left of run "), "\(left.errors)")
    let id = try tool.value("SELECT substr(uuid, 1, 8) FROM run")
    let resumed = try measure(tool, ["--resume", id])
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(
      try tool.value(
        "SELECT group_concat(position || ' ' || startedAt) FROM trial WHERE id <= \(count)")
        == before)
    let perCase = try tool.value(
      "SELECT min(n) || ' ' || max(n) FROM (SELECT count(*) AS n FROM plannedTrial JOIN trial "
        + "USING (run, position) GROUP BY benchmarkCase)")
    let numbers = perCase.split(separator: " ").compactMap { Int($0) }
    #expect(numbers.allSatisfy { (6...9).contains($0) }, "\(perCase)")
    #expect(!FileManager.default.fileExists(atPath: tool.database + "-measuring"))
    let again = try measure(tool, ["--resume", id])
    #expect(again.exitCode == 1 && again.errors.contains("is finished"), "\(again.errors)")
  }

  @Test func thePiecesOfADividedPlanBecomeOneRun() throws {
    let tool = try BuiltTool()
    let plan = small + ["--trials", "2", "--seed", "5"]
    let pieces = (1...2).map { "\(tool.folder)/piece\($0).sqlite" }
    for (index, piece) in pieces.enumerated() {
      let result = try measure(tool, plan + ["--shard", "\(index + 1)/2"], db: piece)
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    let again = try measure(tool, plan + ["--shard", "2/2"], db: pieces[0])
    #expect(again.exitCode == 1 && again.errors.contains("already holds a shard of this plan"))
    let merged = try tool.run(
      shell: "exec \"$0\" merge \"$@\"", pieces + ["--db", tool.database])
    #expect(merged.exitCode == 0, "\(merged.errors)")
    #expect(try tool.value("SELECT count(*) FROM run WHERE finishedAt IS NOT NULL") == "1")

    let whole = "\(tool.folder)/whole.sqlite"
    #expect(try measure(tool, plan, db: whole).exitCode == 0)
    func planned(_ path: String) throws -> String {
      try tool.run(
        "query", "--db", path, "--format", "csv", "--sql",
        """
        SELECT trial.position, block, runtime, parameters FROM trial
        JOIN plannedTrial USING (run, position)
        JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase ORDER BY 1
        """
      ).output
    }
    #expect(try planned(tool.database) == planned(whole))
  }

  @Test func shardsMeasureTheirCasesUntilTheInterval() throws {
    let tool = try BuiltTool()
    // 0.1 % is out of reach for such a short time, so the cap ends it.
    let plan = small + ["--until-interval", "0.1%", "--trials", "7", "--seed", "5"]
    let pieces = (1...2).map { "\(tool.folder)/piece\($0).sqlite" }
    for (index, piece) in pieces.enumerated() {
      let result = try measure(tool, plan + ["--shard", "\(index + 1)/2"], db: piece)
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(result.output.contains(" of 1 cases reached ± 0.1 %."), "\(result.output)")
    }
    let merged = try tool.run(
      shell: "exec \"$0\" merge \"$@\"", pieces + ["--db", tool.database])
    #expect(merged.exitCode == 0, "\(merged.errors)")
    #expect(
      try tool.value(
        "SELECT group_concat(goalTrialCap || ' ' || (finishedAt IS NOT NULL)) FROM run") == "7 1")
    let counts = try tool.value(
      "SELECT group_concat(count, ' ') FROM (SELECT count(*) AS count FROM trial "
        + "JOIN plannedTrial USING (run, position) GROUP BY benchmarkCase)")
    let trials = counts.split(separator: " ").compactMap { Int($0) }
    #expect(trials.count == 2 && trials.allSatisfy { (6...7).contains($0) }, "\(counts)")
  }

  @Test func aSecondMeasureOnADatabaseIsRefused() throws {
    let tool = try BuiltTool()
    let made = try measure(tool, small)
    #expect(made.exitCode == 0, "\(made.errors)")
    let lock = try MeasureLock(database: tool.database)
    for arguments in [small, ["--resume"]] {
      let second = try measure(tool, arguments)
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

  @Test func theTablesFitATerminalAndNameEachCaseOnce() throws {
    let tool = try BuiltTool()
    let result = try measure(tool, ["--preset", "smoke", "--workload", "ping-pong"])
    #expect(result.exitCode == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("swift-async:actor ") }.count == 2)
    #expect(lines.filter { $0.hasPrefix("ping-pong: ") }.count == 2)

    // Longer names of variants make wider tables.
    let other = try measure(tool, ["--preset", "smoke", "--workload", "preemption"])
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
    let result = try measure(tool, arguments)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.database))
  }
}
