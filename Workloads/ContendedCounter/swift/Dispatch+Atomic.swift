import Dispatch
import Synchronization
import WorkloadKit

extension ContendedCounter.Atomics: DispatchStyle {
  static func dispatch(
    _ parameters: ContendedCounter.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let count = Atomic(0)
    let total = Mutex(ContendedCounter.Tally())

    stopwatch.measure {
      let group = DispatchGroup()
      for _ in 0..<parameters.callers {
        DispatchQueue.global().async(group: group) {
          var tally = ContendedCounter.Tally()
          for _ in 0..<parameters.callsOfEach {
            tally.note(count.add(1, ordering: .relaxed).newValue)
          }
          total.withLock { $0.merge(tally) }
        }
      }
      group.wait()
    }

    return total.withLock { $0 }.report(to: &stopwatch)
  }
}
