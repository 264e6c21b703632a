import Dispatch
import Synchronization
import WorkloadKit

extension ContendedCounter: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let count = Mutex(0)
    let total = Mutex(Tally())

    stopwatch.measure {
      let group = DispatchGroup()
      for _ in 0..<parameters.callers {
        DispatchQueue.global().async(group: group) {
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
      }
      group.wait()
    }

    return total.withLock { $0 }.report(to: &stopwatch)
  }
}
