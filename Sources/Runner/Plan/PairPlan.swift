package import BenchmarkModel
package import WorkloadKit

/// The trials of two commits beside each other: a block has both sides of each case of a workload at one
/// size, in shuffled order.
package struct PairPlan: Sendable {
  /// The trials planned so far.
  package private(set) var trials: [PlannedTrial] = []
  /// The implementations of both commits, the baseline's first for each case.
  package let implementations: [LocatedImplementation]
  /// The number of blocks planned so far for the cases that are in all of them.
  package private(set) var blocks = 0
  private let series: [TrialSeries]
  private let seed: UInt64

  /// Plans the first blocks of the Swift programs that both commits have.
  ///
  /// - Parameters:
  ///   - blocks: Their number.
  ///   - preset: The sizes.
  ///   - workloads: The names of the workloads; empty for all.
  ///   - seed: Determines the order.
  ///   - locator: Finds the programs of both commits (``ProgramLocator/commits``).
  package init(
    blocks: Int, preset: Preset, workloads: [String], seed: UInt64, locator: ProgramLocator
  ) throws(RunnerError) {
    let plan = try Plan(
      preset: preset, workloads: workloads, trials: 1, seed: seed, locator: locator)
    var used: [LocatedImplementation] = []
    var measured: Set<Implementation> = []
    for located in plan.implementations where located.style != nil {
      var sides: [LocatedImplementation] = []
      for commit in locator.commits {
        sides.append(try locator.locate(commit.marked(located.implementation)))
      }
      guard sides.allSatisfy({ $0.status == .ready }) else { continue }
      used += sides
      measured.insert(located.implementation)
    }
    let commits = locator.commits
    series = plan.series.filter { measured.contains($0.case.implementation) }.flatMap { one in
      commits.map { commit in
        TrialSeries(
          case: Case(commit.marked(one.case.implementation), one.case.parameters),
          effort: one.effort, trials: 1, usualTrials: 1, isImplemented: true)
      }
    }
    implementations = used
    self.seed = seed
    let all = Set(series.map(\.case))
    for _ in 0..<blocks { _ = addBlock(of: all) }
  }

  /// Adds a block of some of the cases to the plan and returns it.
  package mutating func addBlock(of cases: Set<Case>) -> [PlannedTrial] {
    let chosen = series.filter { cases.contains($0.case) }
    // Each block has a generator, so that its order does not depend on those before.
    let block = Plan.blocks(of: chosen, seed: seed &+ UInt64(blocks)).map { planned in
      var planned = planned
      planned.position += trials.count
      planned.block = blocks
      return planned
    }
    trials += block
    blocks += 1
    return block
  }
}
