import Dispatch
import Synchronization
import WorkloadKit

extension SleepingTasks: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let hold = DispatchTimeInterval.milliseconds(parameters.holdMilliseconds)
    let asleep = Latch(expecting: parameters.tasks)
    let woken = Atomic<Checksum>(0)

    stopwatch.measure {
      let queue = DispatchQueue.global()
      let group = DispatchGroup()
      for _ in 0..<parameters.tasks {
        // A timer that fires a block, not a block that sleeps: sleeping would hold a pool thread.
        group.enter()
        queue.asyncAfter(deadline: .now() + hold) {
          woken.add(1, ordering: .relaxed)
          group.leave()
        }
        asleep.arrive()
      }
      group.wait()
    }

    stopwatch.record(startNanoseconds, asleep)
    return woken.load(ordering: .relaxed)
  }
}
