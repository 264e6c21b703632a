import Dispatch
import WorkloadKit

extension TimerPrecision: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let schedule = Schedule(parameters)

    stopwatch.measure {
      let timers = DispatchGroup()
      schedule.start()
      for timer in 0..<parameters.timers {
        timers.enter()
        startTimer(timer, parameters, schedule) { timers.leave() }
      }
      timers.wait()
    }

    return schedule.report(to: &stopwatch)
  }

  private static func startTimer(
    _ timer: Int, _ parameters: Parameters, _ schedule: Schedule, then: @escaping () -> Void
  ) {
    let source = DispatchSource.makeTimerSource(flags: .strict, queue: .global())
    var wake = 0
    source.setEventHandler {
      // The number of wake-ups that have become due since the last call of the handler.
      for _ in 0..<source.data where wake < parameters.wakesOfEach {
        schedule.note(wake: wake, of: timer)
        wake += 1
      }
      if wake == parameters.wakesOfEach {
        source.cancel()
        then()
      }
    }
    let due = schedule.dueNanoseconds(ofWake: 0, of: timer)
    source.schedule(
      deadline: DispatchTime(uptimeNanoseconds: due), repeating: .milliseconds(1),
      leeway: .nanoseconds(0))
    source.activate()
  }
}
