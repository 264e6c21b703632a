import Dispatch
import Platform
import Synchronization
import WorkloadKit

extension SleepingTasks {
  enum Blocking {}
}

extension SleepingTasks.Blocking: DispatchStyle {
  static func dispatch(
    _ parameters: SleepingTasks.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let allAsleep = Latch(expecting: parameters.tasks)
    let asleep = Atomic<Int>(0)
    let woken = Atomic<Checksum>(0)
    let firstWaking = DispatchSemaphore(value: 0)

    try stopwatch.measure {
      let queue = DispatchQueue.global()
      let group = DispatchGroup()
      for _ in 0..<parameters.tasks {
        queue.async(group: group) {
          // Too late to sleep together with the first blocks: the trial has been refused.
          guard woken.load(ordering: .relaxed) == 0 else { return }
          asleep.add(1, ordering: .relaxed)
          allAsleep.arrive()
          sleepBlocking(milliseconds: parameters.holdMilliseconds)
          if woken.add(1, ordering: .relaxed).oldValue == 0 { firstWaking.signal() }
        }
      }

      firstWaking.wait()
      let sleepers = asleep.load(ordering: .relaxed)
      guard sleepers == parameters.tasks else {
        throw Refusal("a pool thread for each block", code: EAGAIN, reached: sleepers)
      }
      group.wait()
    }

    stopwatch.record(SleepingTasks.startNanoseconds, allAsleep)
    return woken.load(ordering: .relaxed)
  }
}
