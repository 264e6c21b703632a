import Dispatch
import Synchronization
import WorkloadKit

extension TailLatency.Mutexes: DispatchStyle {
  static func dispatch(
    _ parameters: TailLatency.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let cache = Mutex(TailLatency.Cache(parameters))
    let schedule = TailLatency.Schedule(parameters)

    stopwatch.measure {
      let group = DispatchGroup()
      let clock = BatchClock(parameters, schedule, in: group) { request in
        DispatchQueue.global().async(group: group) {
          cache.withLock { $0.replaceEntries(of: request) }
          schedule.noteEnd(of: request)
        }
      }
      clock.start()
      group.wait()
    }

    return schedule.report(cache.withLock { $0.checksum }, to: &stopwatch)
  }
}
