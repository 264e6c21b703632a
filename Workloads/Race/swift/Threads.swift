import WorkloadKit

extension Race: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let referee = Referee()
    let alarm = Alarm()
    let state = try stopwatch.measure {
      var threads: [JoinableThread] = []
      do throws(ThreadError) {
        for contender in 0..<parameters.contenders {
          let resource = referee.openResource()
          let thread = try JoinableThread(stackBytes: 64 << 10) {
            defer { resource.release() }
            if alarm.sleep(milliseconds: parameters.sleepMilliseconds(of: contender)) {
              if referee.wake(contender) { alarm.ring() }
            } else {
              referee.stop(contender)
            }
          }
          threads.append(thread)
        }
      } catch {
        alarm.ring()
        for thread in threads { thread.join() }
        throw Refusal("starting a thread", code: error.code, reached: threads.count)
      }
      for thread in threads { thread.join() }
      return referee.finalState()
    }
    return state.report(to: &stopwatch)
  }
}

/// An alarm clock: threads sleep until their time has come or until it rings for all of them.
private final class Alarm: @unchecked Sendable {
  private let monitor = ThreadMonitor()
  // Guarded by the monitor's lock.
  private var hasRung = false

  /// Returns false if the clock rang before the time had come.
  func sleep(milliseconds: Int) -> Bool {
    let end = monotonicNanoseconds() + UInt64(milliseconds) * 1_000_000
    return monitor.withLock {
      while !hasRung && monotonicNanoseconds() < end { monitor.wait(untilNanoseconds: end) }
      return !hasRung
    }
  }

  func ring() {
    monitor.withLock { hasRung = true }
    monitor.broadcast()
  }
}
