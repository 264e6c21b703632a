import Dispatch
import Synchronization
import WorkloadKit

extension SleepingTasks: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let asleep = Latch(expecting: parameters.tasks)
    let woken = Atomic<Checksum>(0)

    stopwatch.measure {
      let queue = DispatchQueue.global()
      let group = DispatchGroup()
      // A timer that fires a block, not a block that sleeps: sleeping would hold a pool thread.
      @Sendable func sleep(milliseconds hold: Int) {
        queue.asyncAfter(deadline: .now() + .milliseconds(hold)) {
          // Again and twice as long until all have slept at once.
          guard asleep.lastNanoseconds != nil else { return sleep(milliseconds: hold * 2) }
          woken.add(1, ordering: .relaxed)
          group.leave()
        }
      }
      for _ in 0..<parameters.tasks {
        group.enter()
        sleep(milliseconds: parameters.holdMilliseconds)
        asleep.arrive()
      }
      group.wait()
    }

    stopwatch.record(startNanoseconds, asleep)
    return woken.load(ordering: .relaxed)
  }
}
