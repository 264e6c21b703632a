import Synchronization
import WorkloadKit

extension ContendedCounter.Atomics: ThreadStyle {
  static func threads(
    _ parameters: ContendedCounter.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let count = Atomic(0)
    let total = Mutex(ContendedCounter.Tally())

    try stopwatch.measure {
      let threads = try startThreads(parameters.callers, stackBytes: 64 << 10) { _ in
        var tally = ContendedCounter.Tally()
        for _ in 0..<parameters.callsOfEach {
          tally.note(count.add(1, ordering: .relaxed).newValue)
        }
        total.withLock { $0.merge(tally) }
      }
      for thread in threads { thread.join() }
    }

    return total.withLock { $0 }.report(to: &stopwatch)
  }
}
