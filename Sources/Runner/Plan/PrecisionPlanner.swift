package import BenchmarkModel
import Statistics

/// Plans trials round by round until every case is precise enough.
///
/// Each round contains every case that needs another trial once, in shuffled blocks as in ``Plan``.
/// The first round has every case. Later rounds have each case that completed a trial, is below the
/// cap, and has fewer than six completed trials or an interval wider than the goal. All of this
/// follows from the stored plan and trials, so a run can be resumed at any point.
///
/// A case whose interval is narrow by chance stops early, so these intervals contain the true value
/// slightly less often than stated. The minimum number of trials limits the effect, which vanishes
/// as the goal gets smaller (Y. S. Chow and H. Robbins, "On the asymptotic theory of fixed-width
/// sequential confidence intervals for the mean", Annals of Mathematical Statistics 36, 1965).
package struct PrecisionPlanner: Sendable {
  /// The minimum number of trials per case, however narrow its interval: the smallest number whose
  /// extremes enclose the true median with a probability of 95 %.
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

  /// Creates a planner for a run.
  ///
  /// - Parameters:
  ///   - goal: When a case is precise enough.
  ///   - seed: The run's seed.
  ///   - plan: The trials already planned, including at least the first round with every case.
  ///   - trials: The trials already finished.
  package init(goal: PrecisionGoal, seed: UInt64, plan: [PlannedTrial], trials: [Trial] = []) {
    self.goal = goal
    self.seed = seed
    first = plan.filter { $0.block == 0 }
    add(plan)
    for trial in trials { take(trial) }
  }

  /// The cases, in the order of the first round.
  package var cases: [Case] { first.map(\.case) }

  /// Records a finished trial.
  package mutating func take(_ trial: Trial) {
    guard trial.outcome.kind == .completed else { return }
    tallies[trial.planned.case, default: Tally()].completed += 1
  }

  /// The number of completed trials of a case.
  package func completed(_ measured: Case) -> Int { tallies[measured]?.completed ?? 0 }

  /// How many more trials each case will probably need beyond those planned.
  ///
  /// At least six in all. With an interval, the number that the goal needs if the width shrinks
  /// with the square root of the number of trials.
  package func foreseen(halfWidth: (Case) -> Double?) -> [Case: Int] {
    tallies.reduce(into: [:]) { foreseen, entry in
      let (measured, tally) = entry
      // A case that was tried without a result is not tried again.
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

  /// Plans the next round; an empty one ends the run.
  ///
  /// - Parameter halfWidth: The half-width of the confidence interval of a case's median, relative
  ///   to the median; nil if there is none.
  package mutating func planRound(halfWidth: (Case) -> Double?) -> PlannedRound {
    // Each round has its own generator, so resuming a run need not replay earlier rounds.
    var generator = SeededGenerator(seed: seed &+ UInt64(nextBlock))
    let needed = first.filter { needsMore($0.case, halfWidth: halfWidth) }
    let groups = generator.shuffled(needed.grouped { WorkGroup($0.case) })
    let trials = groups.flatMap { generator.shuffled($0) }.enumerated().map { index, planned in
      var planned = planned
      planned.position = nextPosition + index
      planned.block = nextBlock
      return planned
    }
    add(trials)
    return PlannedRound(trials, foreseen: foreseen(halfWidth: halfWidth))
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
