import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Runner

@Suite struct RacingPlannerTests {
  private func measured(_ workload: String, _ runtime: Runtime, variant: String? = nil) -> Case {
    Case(Implementation(workload: workload, runtime: runtime, variant: variant), [])
  }

  /// The first round: each workload with Go, Tokio and, if wanted, a variant of Go.
  private func firstRound(_ workloads: [String], variant: String? = nil) -> [PlannedTrial] {
    let cases = workloads.flatMap { workload in
      [measured(workload, .go), measured(workload, .tokio)]
        + (variant.map { [measured(workload, .go, variant: $0)] } ?? [])
    }
    return cases.enumerated().map { index, one in
      PlannedTrial(position: index, block: 0, case: one, warmups: 0, iterations: 1)
    }
  }

  private func question(
    _ workload: String, blocks: Int = 3, halfWidth: Double = 0.3, distance: Double = 0.2
  ) -> OpenQuestion {
    OpenQuestion(
      cases: [measured(workload, .go), measured(workload, .tokio)], isHeadline: true,
      blocks: blocks, logHalfWidth: halfWidth, logDistance: distance)
  }

  /// Runs a plan to its end with trials of scripted times, on a machine with one core.
  private struct Run {
    var planner: RacingPlanner
    var plan: [PlannedTrial]
    var trials: [Trial] = []
    var leftOut: [PlannedTrial] = []
    var looks = 0
    var left: Duration
    var seconds: (Case) -> Int = { _ in 1 }
    var kind: (PlannedTrial) -> Outcome.Kind = { _ in .completed }
    var isDisturbed: (PlannedTrial) -> Bool = { _ in false }
    var questions: ([Trial]) -> [OpenQuestion] = { _ in [] }

    init(_ first: [PlannedTrial], seconds: Int) {
      planner = RacingPlanner(seed: 5, logicalCores: 1, plan: first)
      plan = first
      left = .seconds(seconds)
    }

    private var open: [OpenQuestion]?

    /// Plans and runs a round; false at the end.
    mutating func step() -> Bool {
      let expected = Dictionary(
        plan.map { ($0.case, Duration.seconds(seconds($0.case))) }, uniquingKeysWith: { $1 })
      var round = planner.planFirstBlock(timeLeft: left, expected: expected)
      if round == nil {
        if planner.isLookDue || open == nil {
          open = questions(trials.filter { planner.isSeen($0.planned) })
          looks += 1
        }
        round = planner.planRound(open ?? [], timeLeft: left, expected: expected)
      }
      guard let round else { return false }
      leftOut += round.leftOut
      if !round.isInPlan { plan += round.trials }
      for planned in round.trials { finish(planned) }
      return !round.trials.isEmpty
    }

    mutating func finish(_ planned: PlannedTrial) {
      left -= .seconds(seconds(planned.case))
      let times = [
        Measurement(Metric.processTime.name, 1e9), Measurement(Metric.otherWork.name, 5e8),
      ]
      let trial = Trial(
        planned: planned, startedAt: Date(timeIntervalSince1970: 0),
        outcome: Outcome(kind(planned)),
        measurements: isDisturbed(planned) ? times : [])
      planner.take(trial)
      trials.append(trial)
    }

    mutating func toEnd() { while step() {} }

    func blocks(_ workload: String) -> [Int] {
      trials.map(\.planned).filter { $0.case.implementation.workload == workload }.map(\.block)
    }

    /// How many trials a case had.
    func count(_ measured: Case) -> Int { trials.count { $0.planned.case == measured } }
  }

  @Test func everyGroupHasThreeBlocksInRoundsCheapestFirst() {
    var run = Run(firstRound(["a", "b"]), seconds: 1_000)
    run.seconds = { $0.implementation.workload == "a" ? 5 : 2 }
    run.toEnd()
    let order = run.trials.map { "\($0.planned.case.implementation.workload)\($0.planned.block)" }
    #expect(
      order == [
        "b0", "b0", "a0", "a0", "b1", "b1", "a1", "a1", "b2", "b2", "a2", "a2",
      ])
    #expect(run.leftOut.isEmpty)
    #expect(run.looks == 1)
    // Positions follow those of the first round, and a block is back to back.
    #expect(run.plan.map(\.position) == Array(0..<12))
  }

  @Test func aSmallBudgetLeavesOutVariantsThenExpensiveGroups() {
    // Three blocks of a take 9 s with the variant and 6 s without, those of b ten times as long.
    func leftOut(_ seconds: Int) -> [String] {
      var run = Run(firstRound(["b", "a", "free"], variant: "v"), seconds: seconds)
      run.seconds = { ["a": 1, "b": 10][$0.implementation.workload] ?? 0 }
      run.toEnd()
      #expect(run.left >= .zero)
      #expect(Set(run.trials.map(\.planned.case)).isDisjoint(with: run.leftOut.map(\.case)))
      return run.leftOut.map(\.case.implementation.id).sorted()
    }
    #expect(leftOut(99) == [])
    #expect(leftOut(98) == ["b/go:v"])
    #expect(leftOut(68) == ["a/go:v", "b/go:v"])
    #expect(leftOut(65) == ["a/go:v", "b/go", "b/go:v", "b/tokio"])
    #expect(leftOut(5) == ["a/go", "a/go:v", "a/tokio", "b/go", "b/go:v", "b/tokio"])
  }

  @Test func onlyTheCasesOfOpenQuestionsTakePart() {
    var run = Run(firstRound(["a", "b"], variant: "v"), seconds: 10_000)
    run.questions = { trials in
      // Decided after eighteen blocks.
      trials.count { $0.planned.case == measured("a", .go) } < 18 ? [question("a")] : []
    }
    run.toEnd()
    #expect(run.count(measured("a", .go)) == 18 && run.count(measured("a", .tokio)) == 18)
    #expect(run.count(measured("a", .go, variant: "v")) == 3)
    #expect(run.count(measured("b", .go)) == 3)
    #expect(run.looks == 3)
  }

  @Test func thereAreFiveLooksAndAtMost288Blocks() {
    var run = Run(firstRound(["a"]), seconds: 10_000)
    var seen: [Int] = []
    run.questions = { trials in
      seen.append(trials.count / 2)
      return [question("a", blocks: trials.count / 2, distance: 0)]
    }
    run.toEnd()
    #expect(seen == [3, 6, 18, 72, 288])
    #expect(run.blocks("a").max() == 287)
  }

  @Test func timeGoesToTheMostDecisionsPerSecond() {
    // The next look costs the same, but decides b more probably; c is as near as b, and dear.
    var run = Run(firstRound(["a", "b", "c"]), seconds: 3 * (2 + 2 + 20) + 3 * 2)
    run.seconds = { $0.implementation.workload == "c" ? 10 : 1 }
    run.questions = { _ in
      [question("a", distance: 0.05), question("b", distance: 0.25), question("c", distance: 0.25)]
    }
    run.toEnd()
    #expect(run.count(measured("b", .go)) == 6)
    #expect(run.count(measured("a", .go)) == 3 && run.count(measured("c", .go)) == 3)
  }

  @Test func groupsTakeTurnsAndAtMostFourAtATime() throws {
    let workloads = ["a", "b", "c", "d", "e", "f"]
    var run = Run(firstRound(workloads), seconds: 10_000)
    run.questions = { trials in
      workloads.filter { name in
        trials.count { $0.planned.case.implementation.workload == name } < 12
      }.map { question($0) }
    }
    run.toEnd()
    let race = run.trials.dropFirst(3 * 12).map(\.planned)
    let first = race.prefix(24).map(\.case.implementation.workload)
    #expect(Set(first).count == 4)
    for round in 0..<3 { #expect(Set(first[(8 * round)..<(8 * round + 8)]).count == 4) }
    #expect(workloads.allSatisfy { run.count(measured($0, .go)) == 6 })
    #expect(run.looks == 3)
  }

  @Test func aDisturbedBlockIsRepeatedOnceBeforeTheNextLook() {
    func blocks(disturbed: Set<Int>, isOpen: Bool = true) -> Int {
      var run = Run(firstRound(["a"]), seconds: 1_000)
      run.isDisturbed = { disturbed.contains($0.block) }
      run.questions = { isOpen && $0.count < 12 ? [question("a")] : [] }
      run.toEnd()
      #expect(run.planner.repeatedBlocks == run.count(measured("a", .go)) - (isOpen ? 6 : 3))
      return run.count(measured("a", .go))
    }
    #expect(blocks(disturbed: []) == 6)
    #expect(blocks(disturbed: [1]) == 7)
    // The repeated block is not repeated again.
    #expect(blocks(disturbed: [1, 3]) == 7)
    // Then disturbances are the rule on this machine.
    #expect(blocks(disturbed: [0, 1]) == 6)
    // What is decided gets no further block.
    #expect(blocks(disturbed: [1], isOpen: false) == 3)
  }

  @Test func repeatedBlocksAddNoLooks() {
    var run = Run(firstRound(["a"]), seconds: 10_000)
    run.isDisturbed = { $0.block % 3 == 0 }
    run.questions = { _ in [question("a", distance: 0)] }
    run.toEnd()
    #expect(run.looks == 5)
    #expect(run.planner.repeatedBlocks > 0 && run.count(measured("a", .go)) < 432)
    #expect(run.count(measured("a", .go)) == 288 + run.planner.repeatedBlocks)
  }

  @Test func valuesBetweenLooksAreNotSeen() {
    var run = Run(firstRound(["a"]), seconds: 10_000)
    run.questions = { _ in [question("a")] }
    for _ in 0..<4 { _ = run.step() }
    #expect(!run.planner.isLookDue)
    let seen = run.trials.map(\.planned).filter(run.planner.isSeen).map(\.block)
    #expect(seen == [0, 0, 1, 1, 2, 2])
    #expect(run.blocks("a").contains(3))
  }

  @Test func theEndOfTheBudgetReplacesTheNextLook() {
    // There is time for two of the three blocks to the next look.
    var run = Run(firstRound(["a"]), seconds: 10)
    run.questions = { _ in [question("a")] }
    run.toEnd()
    #expect(run.count(measured("a", .go)) == 5)
    #expect(run.left == .zero)
  }

  @Test func whatIsRefusedIsNotTriedAgain() {
    var run = Run(firstRound(["a", "b"]), seconds: 1_000)
    run.kind = { planned in
      switch planned.case {
      case measured("a", .go): .refused
      // The same trial can meet its contract the next time.
      case measured("a", .tokio): planned.block == 0 ? .invalid : .completed
      default: .crashed
      }
    }
    run.toEnd()
    #expect(run.count(measured("a", .go)) == 1)
    #expect(run.count(measured("a", .tokio)) == 3)
    #expect(run.count(measured("b", .go)) == 1 && run.count(measured("b", .tokio)) == 1)
  }

  /// Wherever a run was killed, the stored plan and trials lead to the same trials.
  @Test func aResumedRunIsPlannedAsIfItHadNeverStopped() {
    func fresh() -> Run {
      var run = Run(firstRound(["a", "b", "c"], variant: "v"), seconds: 10_000)
      run.isDisturbed = { $0.block == 1 && $0.case.implementation.workload == "b" }
      run.questions = { trials in
        ["a", "b"].filter { name in
          trials.count { $0.planned.case == measured(name, .go) } < 12
        }.map { question($0) }
      }
      return run
    }
    var whole = fresh()
    whole.toEnd()
    for killed in stride(from: 1, to: whole.trials.count, by: 5) {
      var before = fresh()
      while before.trials.count < killed { _ = before.step() }
      let kept = Array(before.trials.prefix(killed))
      var after = fresh()
      after.plan = before.plan
      after.planner = RacingPlanner(seed: 5, logicalCores: 1, plan: before.plan, trials: kept)
      after.trials = kept
      let rest = after.planner.begun
      #expect(rest == before.trials.dropFirst(killed).map(\.planned))
      for planned in rest { after.finish(planned) }
      after.toEnd()
      #expect(after.trials == whole.trials, "killed after \(killed) trials")
    }
  }

  @Test func aStoredPlanWithAHugeBlockTakesNoMemory() {
    var plan = firstRound(["a"])
    plan[1].block = 1 << 40
    let planner = RacingPlanner(seed: 5, logicalCores: 1, plan: plan)
    #expect(planner.begun == [plan[1]])
    #expect(planner.repeatedBlocks == 0)
  }
}
