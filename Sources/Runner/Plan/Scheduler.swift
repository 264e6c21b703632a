package import BenchmarkModel
import WorkloadKit

/// A step of a running plan, for a progress line.
///
/// If the plan grows while it runs, the numbers include trials that are only foreseen.
package enum SchedulerEvent: Sendable, Equatable {
  /// A trial begins; `done` of `total` are finished, and the rest will take `remaining`.
  case started(PlannedTrial, done: Int, total: Int, remaining: Duration)
  /// A trial has ended and is stored.
  case finished(Trial, done: Int, total: Int, remaining: Duration)
}

/// Trials that are planned together, with an estimate of those that follow.
package struct PlannedRound: Sendable, Equatable {
  /// The trials; an empty list ends the run.
  package var trials: [PlannedTrial]
  /// How many more trials each case will probably need, for the time estimate.
  package var foreseen: [Case: Int]
  /// Whether the plan already contains the trials.
  package var isInPlan: Bool
  /// Trials of the plan that will not run.
  package var leftOut: [PlannedTrial]

  package init(
    _ trials: [PlannedTrial] = [], foreseen: [Case: Int] = [:], isInPlan: Bool = false,
    leftOut: [PlannedTrial] = []
  ) {
    self.trials = trials
    self.foreseen = foreseen
    self.isInPlan = isInPlan
    self.leftOut = leftOut
  }
}

/// Runs planned trials one after another.
package struct Scheduler<Executor: TrialExecutor> {
  /// How a run of the scheduler ended.
  package enum Ending: Sendable, Equatable {
    /// All trials ran.
    case completed
    /// An interruption left some trials undone; the one that was running was not stored.
    case interrupted
  }

  private let executor: Executor
  private let interruption: Interruption
  private let clock: () -> Duration

  /// Creates a scheduler.
  ///
  /// - Parameters:
  ///   - executor: Runs a trial.
  ///   - interruption: Stops before the next trial. The executor must hold the same interruption to
  ///     end the running trial.
  package init(executor: Executor, interruption: Interruption) {
    self.init(executor: executor, interruption: interruption) {
      .nanoseconds(Int64(clamping: monotonicNanoseconds()))
    }
  }

  /// Creates a scheduler with a custom clock.
  init(executor: Executor, interruption: Interruption, clock: @escaping () -> Duration) {
    self.executor = executor
    self.interruption = interruption
    self.clock = clock
  }

  /// Runs the trials in order.
  ///
  /// - Parameters:
  ///   - pending: The trials that have not run yet.
  ///   - estimate: How long they will take; nil to estimate from their contracts.
  ///   - store: Stores a finished trial; called before its event is reported.
  ///   - more: Plans and stores the next trials when all have run, given how long trials take; nil if
  ///     the plan is fixed.
  ///   - report: Receives each event.
  /// - Throws: Whatever `store` and `more` throw; no further trial is started.
  package func run<Failure: Error>(
    _ pending: [PlannedTrial],
    estimate: TimeEstimate? = nil,
    store: (Trial) throws(Failure) -> Void,
    more: ((TimeEstimate) throws(Failure) -> PlannedRound)? = nil,
    report: (SchedulerEvent) -> Void
  ) throws(Failure) -> Ending {
    var estimate = estimate ?? TimeEstimate(pending)
    var pending = pending
    var done = 0
    while true {
      for planned in pending {
        guard !interruption.isRequested else { return .interrupted }
        report(
          .started(
            planned, done: done, total: done + estimate.trialsLeft, remaining: estimate.remaining))
        let start = clock()
        let trial = executor.execute(planned)
        guard !interruption.isRequested else { return .interrupted }
        try store(trial)
        // Storing counts as part of a trial's cost because it waits for the disk.
        estimate.finish(planned, after: clock() - start)
        done += 1
        report(
          .finished(
            trial, done: done, total: done + estimate.trialsLeft, remaining: estimate.remaining))
      }
      guard let next = try more?(estimate), !next.trials.isEmpty else { return .completed }
      pending = next.trials
      estimate.extend(by: next.trials, foreseen: next.foreseen)
    }
  }
}
