import Testing

/// A plan that several calls of `measure` divide among them.
struct MeasureShardTests {
  @Test func shardsRaceAloneAndMergeIntoOneRun() throws {
    let tool = try BuiltTool()
    let plan = BuiltTool.race.dropLast() + ["6s", "--seed", "5"]
    let pieces = (1...2).map { "\(tool.folder)/piece\($0).sqlite" }
    for (index, piece) in pieces.enumerated() {
      let result = try tool.measure(plan + ["--shard", "\(index + 1)/2"], db: piece)
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    let merged = try tool.run(
      shell: "exec \"$0\" merge \"$@\"", pieces + ["--db", tool.database])
    #expect(merged.exitCode == 0, "\(merged.errors)")
    #expect(
      try tool.value(
        "SELECT group_concat(budgetSeconds || ' ' || (finishedAt IS NOT NULL)) FROM run")
        == "3.0 1")
    let blocks = try tool.racedBlocks()
    #expect(blocks.count == 2 && blocks.allSatisfy { (3...431).contains($0) }, "\(blocks)")
  }

  @Test func thePiecesOfADividedPlanBecomeOneRun() throws {
    let tool = try BuiltTool()
    let plan = BuiltTool.small + ["--trials", "2", "--seed", "5"]
    let pieces = (1...2).map { "\(tool.folder)/piece\($0).sqlite" }
    for (index, piece) in pieces.enumerated() {
      let result = try tool.measure(plan + ["--shard", "\(index + 1)/2"], db: piece)
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    let again = try tool.measure(plan + ["--shard", "2/2"], db: pieces[0])
    #expect(again.exitCode == 1 && again.errors.contains("already holds a shard of this plan"))
    let merged = try tool.run(
      shell: "exec \"$0\" merge \"$@\"", pieces + ["--db", tool.database])
    #expect(merged.exitCode == 0, "\(merged.errors)")
    #expect(try tool.value("SELECT count(*) FROM run WHERE finishedAt IS NOT NULL") == "1")

    let whole = "\(tool.folder)/whole.sqlite"
    #expect(try tool.measure(plan, db: whole).exitCode == 0)
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
    let plan = BuiltTool.small + ["--until-interval", "0.1%", "--trials", "7", "--seed", "5"]
    let pieces = (1...2).map { "\(tool.folder)/piece\($0).sqlite" }
    for (index, piece) in pieces.enumerated() {
      let result = try tool.measure(plan + ["--shard", "\(index + 1)/2"], db: piece)
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
}
