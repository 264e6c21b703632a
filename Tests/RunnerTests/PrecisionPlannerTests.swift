import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Runner

@Suite struct PrecisionPlannerTests {
  /// Four cases, identified by their sizes.
  private let block = (0..<4).map { size in
    PlannedTrial(
      position: size, block: 0,
      case: Case(Implementation(workload: "skynet", runtime: .go), [Parameter("size", size)]),
      warmups: 1, iterations: 3)
  }

  private let goal = PrecisionGoal(halfWidth: 0.05, trialCap: 8)

  private func trial(_ planned: PlannedTrial, _ kind: Outcome.Kind = .completed) -> Trial {
    Trial(
      planned: planned, startedAt: Date(timeIntervalSince1970: 0), outcome: Outcome(kind))
  }

  /// Plans and runs blocks until none is left; the outcome of a case depends only on its size.
  private func blocks(
    _ planner: inout PrecisionPlanner, outcome: (Int) -> Outcome.Kind = { _ in .completed },
    halfWidth: @escaping (Int) -> Double?
  ) -> [[PlannedTrial]] {
    var blocks: [[PlannedTrial]] = []
    while true {
      let next = planner.planRound { $0.value(of: "size").flatMap(halfWidth) }.trials
      guard !next.isEmpty else { return blocks }
      blocks.append(next)
      for planned in next {
        planner.take(trial(planned, outcome(planned.case.value(of: "size") ?? 0)))
      }
    }
  }

  private func sizes(_ trials: [PlannedTrial]) -> [Int] {
    trials.compactMap { $0.case.value(of: "size") }.sorted()
  }

  @Test func aCaseEndsWithTheGoalAtSixTrialsAtLeastAndWithTheCapAtMost() {
    var planner = PrecisionPlanner(
      goal: goal, seed: 1, plan: block, trials: block.map { trial($0) })
    // 0 is narrow from the start, 1 exactly reaches the goal, 2 is never narrow, 3 has no width.
    let blocks = blocks(&planner) { [0.01, 0.05, 0.051, nil][$0] }
    #expect(
      blocks.map { sizes($0) } == Array(repeating: [0, 1, 2, 3], count: 5) + [[2, 3], [2, 3]])
    #expect(blocks.flatMap { $0 }.map(\.position) == Array(4..<28))
    #expect(
      blocks.enumerated().allSatisfy { index, trials in
        trials.allSatisfy { $0.block == index + 1 && $0.warmups == 1 && $0.iterations == 3 }
      })
  }

  @Test func aCaseWithoutAResultIsNotRepeated() {
    let kinds: [Outcome.Kind] = [.completed, .refused, .timedOut, .crashed]
    var planner = PrecisionPlanner(
      goal: goal, seed: 1, plan: block, trials: zip(block, kinds).map { trial($0, $1) })
    let blocks = blocks(&planner, outcome: { kinds[$0] }) { _ in 0.01 }
    #expect(blocks.map { sizes($0) } == Array(repeating: [0], count: 5))
  }

  @Test func aCaseThatSometimesFailsRunsUpToTheCap() {
    var planner = PrecisionPlanner(
      goal: goal, seed: 1, plan: [block[0]], trials: [trial(block[0])])
    let blocks = blocks(&planner, outcome: { _ in .crashed }) { _ in 0.01 }
    #expect(blocks.count == goal.trialCap - 1)
  }

  @Test func blocksAreShuffledBySeedAndBlock() {
    func orders(_ seed: UInt64) -> [[Int?]] {
      var planner = PrecisionPlanner(
        goal: goal, seed: seed, plan: block, trials: block.map { trial($0) })
      return blocks(&planner) { _ in 1 }.map { $0.map { $0.case.value(of: "size") } }
    }
    #expect(orders(7) == orders(7))
    #expect(orders(7) != orders(8))
    #expect(Set(orders(7)).count > 1)
  }

  /// Wherever a run was killed, the stored trials lead to the same plan.
  @Test func aResumedRunIsPlannedAsIfItHadNeverStopped() {
    func width(_ size: Int) -> Double? { [0.01, 0.2, 0.02, 0.3][size] }
    var whole = PrecisionPlanner(
      goal: goal, seed: 3, plan: block, trials: block.map { trial($0) })
    let all = block + blocks(&whole, halfWidth: width).flatMap { $0 }
    for stored in 1...(all.last?.block ?? 0) {
      let plan = all.filter { $0.block < stored }
      var rest = PrecisionPlanner(
        goal: goal, seed: 3, plan: plan, trials: plan.map { trial($0) })
      #expect(plan + blocks(&rest, halfWidth: width).flatMap { $0 } == all)
    }
  }

  @Test func sixTrialsAreForeseenAndThenWhatTheSquareRootLawSays() {
    let plan = (0..<6).map { index in
      var planned = block[0]
      (planned.position, planned.block) = (index, index)
      return planned
    }
    let cap40 = PrecisionGoal(halfWidth: 0.05, trialCap: 40)
    let begun = PrecisionPlanner(goal: cap40, seed: 1, plan: [plan[0]])
    #expect(begun.foreseen { _ in nil } == [block[0].case: 5])
    let six = PrecisionPlanner(goal: cap40, seed: 1, plan: plan, trials: plan.map { trial($0) })
    // Twice the goal needs four times the trials: 18 more. Far beyond that the cap limits them.
    #expect(six.foreseen { _ in 0.1 } == [block[0].case: 18])
    #expect(six.foreseen { _ in .infinity } == [block[0].case: 34])
    #expect(six.foreseen { _ in 0.05 } == [:])
  }
}
