import BenchmarkModel
import FoundationEssentials
import Testing
import WorkloadKit

@testable import Runner

@Suite struct SchedulerTests {
  /// Replays a script and advances its own clock instead of waiting.
  private final class ScriptedExecutor: TrialExecutor {
    let outcomes: [Outcome.Kind]
    var now = Duration.zero
    var executed: [Int] = []
    var beforeEach: (Int) -> Void = { _ in }

    init(_ outcomes: [Outcome.Kind]) { self.outcomes = outcomes }

    func execute(_ planned: PlannedTrial) -> Trial {
      beforeEach(planned.position)
      executed.append(planned.position)
      now += .seconds(2)
      return Trial(
        planned: planned,
        startedAt: Date(timeIntervalSince1970: 0),
        outcome: Outcome(outcomes[planned.position])
      )
    }
  }

  private struct DiskFull: Error, Equatable {}

  private let trials = (0..<3).map { position in
    PlannedTrial(
      position: position,
      block: position,
      case: Case(
        Implementation(workload: "sleeping-tasks", runtime: .swiftAsync),
        [Parameter("tasks", 10), Parameter("hold-milliseconds", 1_000)]
      ),
      warmups: 0,
      iterations: 1
    )
  }

  private func scheduler(
    _ executor: ScriptedExecutor,
    _ interruption: Interruption = Interruption()
  ) -> Scheduler<ScriptedExecutor> {
    Scheduler(executor: executor, interruption: interruption) { executor.now }
  }

  @Test func everyTrialIsStoredBeforeItIsReported() {
    let executor = ScriptedExecutor([.completed, .crashed, .completed])
    var log: [String] = []
    let ending = scheduler(executor).run(trials) { trial in
      log.append("store \(trial.planned.position) \(trial.outcome.kind.rawValue)")
    } report: { event in
      switch event {
      case .started(let planned, let done, let total, let remaining):
        log.append("start \(planned.position): \(done)/\(total), \(remaining.secondsText)")
      case .finished(let trial, let done, let total, let remaining):
        log.append("end \(trial.planned.position): \(done)/\(total), \(remaining.secondsText)")
      }
    }
    #expect(ending == .completed)
    // Each is estimated at 1.3 s until the first has taken 2 s.
    #expect(
      log == [
        "start 0: 0/3, 3.9 s", "store 0 completed", "end 0: 1/3, 4 s",
        "start 1: 1/3, 4 s", "store 1 crashed", "end 1: 2/3, 2 s",
        "start 2: 2/3, 2 s", "store 2 completed", "end 2: 3/3, 0 s",
      ]
    )
  }

  @Test func onlyPendingTrialsAreMade() {
    let executor = ScriptedExecutor([.completed, .completed, .completed])
    var stored: [Int] = []
    _ = scheduler(executor).run(Array(trials.dropFirst())) { trial in
      stored.append(trial.planned.position)
    } report: { _ in
    }
    #expect(stored == [1, 2])
  }

  @Test func anInterruptedTrialIsNotStored() {
    let executor = ScriptedExecutor([.completed, .crashed, .completed])
    let interruption = Interruption()
    executor.beforeEach = { if $0 == 1 { interruption.request() } }
    var stored: [Int] = []
    let ending = scheduler(executor, interruption).run(trials) { trial in
      stored.append(trial.planned.position)
    } report: { _ in
    }
    #expect(ending == .interrupted)
    #expect(executor.executed == [0, 1])
    #expect(stored == [0])
  }

  @Test func nothingStartsAfterAnInterruption() {
    let executor = ScriptedExecutor([.completed, .completed, .completed])
    let interruption = Interruption()
    var events = 0
    let ending = scheduler(executor, interruption).run(trials) { _ in
      interruption.request()
    } report: { _ in
      events += 1
    }
    #expect(ending == .interrupted)
    #expect(executor.executed == [0])
    #expect(events == 2)
  }

  @Test func aStoreThatFailsStopsTheRunWithItsError() {
    let executor = ScriptedExecutor([.completed, .completed, .completed])
    #expect(throws: DiskFull()) {
      try scheduler(executor).run(trials) { trial throws(DiskFull) in
        if trial.planned.position == 1 { throw DiskFull() }
      } report: { _ in
      }
    }
    #expect(executor.executed == [0, 1])
  }

  @Test func aPlanThatIsDoneEndsAtOnce() {
    let executor = ScriptedExecutor([])
    #expect(
      scheduler(executor).run([]) { _ in
      } report: { _ in
      } == .completed
    )
  }

  @Test func aPlanThatGrowsIsCarriedOnUntilARoundIsEmpty() {
    let executor = ScriptedExecutor([.completed, .completed, .completed])
    var left = Array(trials.dropFirst())
    var totals: [Int] = []
    let estimate = TimeEstimate([trials[0]], foreseen: [trials[0].case: 5])
    let ending = scheduler(executor).run([trials[0]], estimate: estimate) { _ in
    } more: { _ in
      left.isEmpty
        ? PlannedRound()
        : PlannedRound([left.removeFirst()], foreseen: [trials[0].case: left.count])
    } report: { event in
      if case .started(_, _, let total, _) = event { totals.append(total) }
    }
    #expect(ending == .completed)
    #expect(executor.executed == [0, 1, 2])
    #expect(totals == [6, 3, 3])
  }

  @Test func storingATrialIsPartOfItsTime() {
    let executor = ScriptedExecutor([.completed, .completed, .completed])
    var remaining: [Duration] = []
    _ = scheduler(executor).run(trials) { _ in
      executor.now += .seconds(1)
    } report: { event in
      if case .finished(_, _, _, let left) = event { remaining.append(left) }
    }
    #expect(remaining == [.seconds(6), .seconds(3), .zero])
  }

  @Test func aRoundThatCannotBePlannedStopsTheRunWithItsError() {
    let executor = ScriptedExecutor([.completed, .completed, .completed])
    #expect(throws: DiskFull()) {
      try scheduler(executor).run(trials) { _ throws(DiskFull) in
      } more: { _ throws(DiskFull) in
        throw DiskFull()
      } report: { _ in
      }
    }
    #expect(executor.executed == [0, 1, 2])
  }
}
