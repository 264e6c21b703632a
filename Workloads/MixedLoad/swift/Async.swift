import Synchronization
import WorkloadKit

extension MixedLoad: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try await tick(parameters, stopwatch: &stopwatch) { group, isOver in
      group.addTask {
        var work = Work()
        while !isOver() {
          work.crunch()
          await Task.yield()
        }
        return work
      }
    }
  }

  /// Runs timers and crunchers as child tasks of one group.
  static func tick(
    _ parameters: Parameters, stopwatch: inout Stopwatch,
    addingCruncher addCruncher:
      (inout ThrowingTaskGroup<Work, any Error>, @escaping @Sendable () -> Bool) -> Void
  ) async throws -> Checksum {
    let schedule = Schedule(parameters)
    let isOver = Atomic(false)

    let work = try await stopwatch.measureAsync {
      try await withThrowingTaskGroup(of: Work.self) { group in
        schedule.start()
        let start = ContinuousClock.now
        for timer in 0..<parameters.timers {
          group.addTask {
            for tick in 0..<parameters.ticksOfEach {
              let offset = Schedule.offsetNanoseconds(ofTick: tick, of: timer)
              try await Task.sleep(until: start + .nanoseconds(offset))
              schedule.note(tick: tick, of: timer)
            }
            return Work()
          }
        }
        for _ in 0..<poolThreadCount {
          addCruncher(&group) { isOver.load(ordering: .relaxed) }
        }

        // The crunchers continue until the timers are done, so the timers end first.
        for _ in 0..<parameters.timers { _ = try await group.next() }
        isOver.store(true, ordering: .relaxed)
        return try await group.reduce(into: Work()) { $0.merge($1) }
      }
    }

    return schedule.report(work, to: &stopwatch)
  }
}
