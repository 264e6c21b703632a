import Synchronization
import WorkloadKit

extension SleepingTasks: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let asleep = Latch(expecting: parameters.tasks)
    let woken = Atomic<Checksum>(0)

    try stopwatch.measure {
      // A thread for each task. It only sleeps, so a stack of 64 KiB is plenty; the default
      // is 8 MiB.
      let threads = try startThreads(parameters.tasks, stackBytes: 64 << 10) { _ in
        asleep.arrive()
        // Again and twice as long until all have slept at once.
        var hold = parameters.holdMilliseconds
        repeat {
          sleepBlocking(milliseconds: hold)
          hold *= 2
        } while asleep.lastNanoseconds == nil
        woken.add(1, ordering: .relaxed)
      }
      for thread in threads { thread.join() }
    }

    stopwatch.record(startNanoseconds, asleep)
    return woken.load(ordering: .relaxed)
  }
}
