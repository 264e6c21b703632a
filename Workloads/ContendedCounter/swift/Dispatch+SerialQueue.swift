import Dispatch
import Synchronization
import WorkloadKit

extension ContendedCounter.SerialQueues: DispatchStyle {
  static func dispatch(
    _ parameters: ContendedCounter.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let counter = QueueCounter()
    let total = Mutex(ContendedCounter.Tally())

    stopwatch.measure {
      let group = DispatchGroup()
      for _ in 0..<parameters.callers {
        DispatchQueue.global().async(group: group) {
          var tally = ContendedCounter.Tally()
          for _ in 0..<parameters.callsOfEach { tally.note(counter.increment()) }
          total.withLock { $0.merge(tally) }
        }
      }
      group.wait()
    }

    return total.withLock { $0 }.report(to: &stopwatch)
  }
}

/// A count that is safe to share because only its own queue accesses it.
private final class QueueCounter: @unchecked Sendable {
  private let queue = DispatchQueue(label: "counter")
  private var count = 0

  func increment() -> Int {
    // The `sync` that returns a result is generic and takes twice as long as the one that does not.
    var result = 0
    queue.sync {
      count += 1
      result = count
    }
    return result
  }
}
