import Synchronization
import WorkloadKit

extension ContendedCounter: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let count = Mutex(0)
    let total = Mutex(Tally())

    try stopwatch.measure {
      // A thread for each caller. It makes no deep calls, so a stack of 64 KiB is plenty.
      let threads = try startThreads(parameters.callers, stackBytes: 64 << 10) { _ in
        var tally = Tally()
        for _ in 0..<parameters.callsOfEach {
          let result = count.withLock { count in
            count += 1
            return count
          }
          tally.note(result)
        }
        total.withLock { $0.merge(tally) }
      }
      for thread in threads { thread.join() }
    }

    return total.withLock { $0 }.report(to: &stopwatch)
  }
}
