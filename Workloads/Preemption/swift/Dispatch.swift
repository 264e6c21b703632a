import Dispatch
import Synchronization
import WorkloadKit

extension Preemption: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    beat(on: .global(), parameters, stopwatch: &stopwatch)
  }

  /// Runs the hogs on the global queue and the heartbeat on the given one.
  static func beat(
    on queue: DispatchQueue, _ parameters: Parameters, stopwatch: inout Stopwatch
  ) -> Checksum {
    let shared = Mutex(Heartbeat(parameters))
    let ended = Atomic(0)

    stopwatch.measure {
      let group = DispatchGroup()
      let timer = DispatchSource.makeTimerSource(flags: .strict, queue: queue)
      timer.setEventHandler {
        // The number of beats that have become due since the last call of the handler.
        for _ in 0..<timer.data {
          let (count, isOver) = shared.withLock { heartbeat in
            heartbeat.beat()
            return (heartbeat.count, heartbeat.isOver)
          }
          if count == beatsBeforeHogs {
            for _ in 0..<poolThreadCount {
              DispatchQueue.global().async(group: group) {
                spin(milliseconds: parameters.hogMilliseconds)
                ended.add(1, ordering: .relaxed)
              }
            }
          }
          if isOver {
            timer.cancel()
            return group.leave()
          }
        }
      }

      let due = shared.withLock { heartbeat in
        heartbeat.start()
        return DispatchTime(uptimeNanoseconds: heartbeat.dueNanoseconds)
      }
      group.enter()
      timer.schedule(deadline: due, repeating: .milliseconds(1), leeway: .nanoseconds(0))
      timer.activate()
      group.wait()
    }

    return shared.withLock {
      $0.report(hogsEnded: ended.load(ordering: .relaxed), to: &stopwatch)
    }
  }
}
