public import BenchmarkModel
import WorkloadKit

/// What happens while a plan is carried out, for a progress line.
public enum SchedulerEvent: Sendable, Equatable {
  /// A trial begins; `done` of `total` are behind, and all that are left will take `remaining`.
  case started(PlannedTrial, done: Int, total: Int, remaining: Duration)
  /// A trial has ended and is stored.
  case finished(Trial, done: Int, total: Int, remaining: Duration)
}

/// Carries out planned trials one after another.
public struct Scheduler<Executor: TrialExecutor> {
  /// Whether all trials were made.
  public enum Ending: Sendable, Equatable {
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
  public init(executor: Executor, interruption: Interruption) {
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
  ///   - absent: Implementations whose trials start nothing, for the estimate.
  ///   - store: Keeps a finished trial; called before its event is reported.
  ///   - report: Learns what happens.
  /// - Throws: Whatever `store` throws; no later trial is started then.
  public func run<Failure: Error>(
    _ pending: [PlannedTrial],
    absent: Set<Implementation> = [],
    store: (Trial) throws(Failure) -> Void,
    report: (SchedulerEvent) -> Void
  ) throws(Failure) -> Ending {
    var estimate = TimeEstimate(pending, absent: absent)
    for (done, planned) in pending.enumerated() {
      guard !interruption.isRequested else { return .interrupted }
      report(
        .started(planned, done: done, total: pending.count, remaining: estimate.remaining)
      )
      let start = clock()
      let trial = executor.execute(planned)
      guard !interruption.isRequested else { return .interrupted }
      estimate.finish(planned, after: clock() - start)
      try store(trial)
      report(
        .finished(trial, done: done + 1, total: pending.count, remaining: estimate.remaining)
      )
    }
    return .completed
  }
}
