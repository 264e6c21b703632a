package import BenchmarkModel
import Statistics

/// Plans trials block by block, until every case is measured well enough.
///
/// Each block holds once every case that needs another trial, in an order shuffled by the seed. In
/// the first block that is every case; afterwards each that has a result, and fewer than six
/// completed trials or an interval wider than the goal, as long as the cap leaves room. Everything
/// that decides is in the stored plan and trials, so that a run can be continued at any point.
///
/// An interval that is narrow by chance stops its case early, so such intervals hold the truth a
/// little less often than they state. The least number of trials bounds that, and it vanishes as the
/// goal gets smaller (Y. S. Chow and H. Robbins, "On the asymptotic theory of fixed-width sequential
/// confidence intervals for the mean", Annals of Mathematical Statistics 36, 1965).
package struct PrecisionPlanner: Sendable {
  /// The trials that a case has at least, however narrow its interval: the fewest whose extremes
  /// enclose the true median with a probability of 95 %, and that a verdict needs.
  package static let minimumTrials = 6

  private struct Tally {
    var planned = 0
    var completed = 0
  }

  private let goal: PrecisionGoal
  private let seed: UInt64
  private var first: [PlannedTrial] = []
  private var tallies: [Case: Tally] = [:]
  private var nextPosition = 0
  private var nextBlock = 0

  /// Makes a planner for a run.
  ///
  /// - Parameters:
  ///   - goal: When a case is measured well enough.
  ///   - seed: The run's seed.
  ///   - plan: What is planned already: at least the first block, with every case.
  ///   - trials: What of it is made already.
  package init(goal: PrecisionGoal, seed: UInt64, plan: [PlannedTrial], trials: [Trial] = []) {
    self.goal = goal
    self.seed = seed
    first = plan.filter { $0.block == 0 }
    add(plan)
    for trial in trials { take(trial) }
  }

  /// The cases, in the order of the first block.
  package var cases: [Case] { first.map(\.case) }

  /// Takes in a finished trial.
  package mutating func take(_ trial: Trial) {
    guard trial.outcome.kind == .completed else { return }
    tallies[trial.planned.case, default: Tally()].completed += 1
  }

  /// The completed trials of a case.
  package func completed(_ measured: Case) -> Int { tallies[measured]?.completed ?? 0 }

  /// How many trials each case will probably have after those that are planned: at least six in
  /// all, and where there is an interval, as many as the goal takes if it narrows with the square
  /// root of their number.
  package func foreseen(halfWidth: (Case) -> Double?) -> [Case: Int] {
    tallies.reduce(into: [:]) { foreseen, entry in
      let (measured, tally) = entry
      // A case that has been tried without a result is not tried again.
      guard tally.completed > 0 || nextBlock <= 1 else { return }
      var wanted = Self.minimumTrials
      if tally.completed >= Self.minimumTrials, let width = halfWidth(measured),
        width > goal.halfWidth
      {
        let factor = width / goal.halfWidth
        wanted = Int(min(Double(tally.completed) * factor * factor, 1e6).rounded(.up))
      }
      let more = min(wanted, goal.trialCap) - tally.planned
      if more > 0 { foreseen[measured] = more }
    }
  }

  /// Plans the next block; one without trials ends the run.
  ///
  /// - Parameter halfWidth: The half-width of the interval of a case's median relative to that
  ///   median; nil when it has none.
  package mutating func planBlock(halfWidth: (Case) -> Double?) -> PlannedBlock {
    // A generator for each block: continuing a run need not replay the earlier ones.
    var generator = SeededGenerator(seed: seed &+ UInt64(nextBlock))
    let needed = first.filter { needsMore($0.case, halfWidth: halfWidth) }
    let trials = generator.shuffled(needed).enumerated().map { index, planned in
      var planned = planned
      planned.position = nextPosition + index
      planned.block = nextBlock
      return planned
    }
    add(trials)
    return PlannedBlock(trials, foreseen: foreseen(halfWidth: halfWidth))
  }

  private func needsMore(_ measured: Case, halfWidth: (Case) -> Double?) -> Bool {
    let tally = tallies[measured] ?? Tally()
    guard tally.completed > 0, tally.planned < goal.trialCap else { return false }
    guard tally.completed >= Self.minimumTrials else { return true }
    return halfWidth(measured).map { $0 > goal.halfWidth } ?? true
  }

  private mutating func add(_ trials: [PlannedTrial]) {
    for planned in trials {
      tallies[planned.case, default: Tally()].planned += 1
      nextPosition = max(nextPosition, planned.position + 1)
      nextBlock = max(nextBlock, planned.block + 1)
    }
  }
}
