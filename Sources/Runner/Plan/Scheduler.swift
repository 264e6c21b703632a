package import BenchmarkModel
import WorkloadKit

/// What happens while a plan is carried out, for a progress line.
///
/// The numbers include trials that are only foreseen, where a plan grows while it is carried out.
package enum SchedulerEvent: Sendable, Equatable {
  /// A trial begins; `done` of `total` are behind, and all that are left will take `remaining`.
  case started(PlannedTrial, done: Int, total: Int, remaining: Duration)
  /// A trial has ended and is stored.
  case finished(Trial, done: Int, total: Int, remaining: Duration)
}

/// Trials that are planned together, with what will probably be planned after them.
package struct PlannedBlock: Sendable, Equatable {
  /// The trials; none ends the run.
  package var trials: [PlannedTrial]
  /// How many more trials each case will probably need, for an estimate of the time.
  package var foreseen: [Case: Int]

  /// Makes a block.
  package init(_ trials: [PlannedTrial] = [], foreseen: [Case: Int] = [:]) {
    self.trials = trials
    self.foreseen = foreseen
  }
}

/// Carries out planned trials one after another.
package struct Scheduler<Executor: TrialExecutor> {
  /// Whether all trials were made.
  package enum Ending: Sendable, Equatable {
    /// All of them.
    case completed
    /// An interruption left some; the trial under way was not stored.
    case interrupted
  }

  private let executor: Executor
  private let interruption: Interruption
  private let clock: () -> Duration

  /// Makes a scheduler.
  ///
  /// - Parameters:
  ///   - executor: Runs a trial.
  ///   - interruption: Stops before the next trial; the executor must hold the same to end the
  ///     trial under way.
  package init(executor: Executor, interruption: Interruption) {
    self.init(executor: executor, interruption: interruption) {
      .nanoseconds(Int64(clamping: monotonicNanoseconds()))
    }
  }

  /// Makes a scheduler with a clock of its own.
  init(executor: Executor, interruption: Interruption, clock: @escaping () -> Duration) {
    self.executor = executor
    self.interruption = interruption
    self.clock = clock
  }

  /// Carries out the trials in their order.
  ///
  /// - Parameters:
  ///   - pending: The trials that have not been made yet.
  ///   - estimate: How long they will take; nil estimates them from their contracts.
  ///   - store: Keeps a finished trial; called before its event is reported.
  ///   - more: Plans and keeps the next trials when all are made; nil when the plan is fixed.
  ///   - report: Learns what happens.
  /// - Throws: Whatever `store` and `more` throw; no later trial is started then.
  package func run<Failure: Error>(
    _ pending: [PlannedTrial],
    estimate: TimeEstimate? = nil,
    store: (Trial) throws(Failure) -> Void,
    more: (() throws(Failure) -> PlannedBlock)? = nil,
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
        // Storing is part of what a trial costs: each waits for the disk.
        estimate.finish(planned, after: clock() - start)
        done += 1
        report(
          .finished(
            trial, done: done, total: done + estimate.trialsLeft, remaining: estimate.remaining))
      }
      guard let next = try more?(), !next.trials.isEmpty else { return .completed }
      pending = next.trials
      estimate.extend(by: next.trials, foreseen: next.foreseen)
    }
  }
}
