import Dispatch
import WorkloadKit

extension Race: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let referee = Referee()
    let queue = DispatchQueue.global()

    let state = stopwatch.measure {
      let running = DispatchGroup()
      let won = DispatchSemaphore(value: 0)
      // Timers, not delayed blocks, because a canceled block is not notified.
      let timers = (0..<parameters.contenders).map { contender in
        let resource = referee.openResource()
        let sleep = DispatchTimeInterval.milliseconds(parameters.sleepMilliseconds(of: contender))
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + sleep)
        timer.setEventHandler {
          if referee.wake(contender) { won.signal() }
        }
        timer.setCancelHandler {
          referee.stop(contender)
          resource.release()
          running.leave()
        }
        running.enter()
        timer.activate()
        return timer
      }

      won.wait()
      for timer in timers { timer.cancel() }
      running.wait()
      return referee.finalState()
    }

    return state.report(to: &stopwatch)
  }
}
