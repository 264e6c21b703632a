import BenchmarkModel
import Runner

/// A plan that grows while a run measures, because it depends on the values.
protocol GrowingPlan {
  /// The trials with which the session begins.
  var pending: [PlannedTrial] { get }
  /// How many trials of each case will probably be planned beyond the current plan.
  var foreseen: [Case: Int] { get }
  /// The trials of cases that are not planned yet.
  var possible: [PlannedTrial] { get }
  /// What is left of the budget; nil if there is none.
  var budgetLeft: Duration? { get }
  /// What is left to decide, for the progress line; nil before the first look.
  var state: String? { get }

  /// Records a trial of this session.
  mutating func take(_ trial: Trial)

  /// Plans the next trials; none ends the run.
  mutating func planRound(_ estimate: TimeEstimate) throws -> PlannedRound

  /// What the run has reached, in paragraphs.
  func conclusion() throws -> [String]
}

/// The time that a run may take.
struct RunBudget {
  /// The whole budget in seconds; nil for no limit.
  let seconds: Double?
  /// What the trials of earlier sessions took, as the time of their processes.
  private let spentBefore: Duration
  private let start = ContinuousClock.now

  /// - Parameter trials: The trials of earlier sessions.
  init(_ run: Run, spentOn trials: [Trial]) {
    seconds = run.budgetSeconds
    spentBefore = trials.reduce(.zero) { sum, trial in
      let times = trial.measurements.filter { $0.metric == Metric.processTime.name }
      return sum + .nanoseconds(Int64(min(times.reduce(0) { $0 + $1.value }, 1e18)))
    }
  }

  /// What is left; nil for no limit.
  var left: Duration? { seconds.map { .seconds($0) - spentBefore - (ContinuousClock.now - start) } }
}
