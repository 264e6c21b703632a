import Synchronization
import WorkloadKit

extension MixedLoad: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let schedule = Schedule(parameters)
    let isOver = Atomic(false)
    let total = Mutex(Work())

    try stopwatch.measure {
      schedule.start()
      let timers = try startThreads(parameters.timers, stackBytes: 64 << 10) { timer in
        for tick in 0..<parameters.ticksOfEach {
          sleepBlocking(untilNanoseconds: schedule.dueNanoseconds(tick: tick, of: timer))
          schedule.note(tick: tick, of: timer)
        }
      }
      let crunchers = try startThreads(poolThreadCount, stackBytes: 64 << 10) { _ in
        var work = Work()
        while !isOver.load(ordering: .relaxed) { work.crunch() }
        total.withLock { $0.merge(work) }
      }
      for timer in timers { timer.join() }
      isOver.store(true, ordering: .relaxed)
      for cruncher in crunchers { cruncher.join() }
    }

    return schedule.report(total.withLock { $0 }, to: &stopwatch)
  }
}
