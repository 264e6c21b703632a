import Dispatch
import Synchronization
import WorkloadKit

extension MixedLoad: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    tick(on: .global(), parameters, stopwatch: &stopwatch)
  }

  /// Runs the crunchers on the global queue and the timers on the given one.
  static func tick(
    on queue: DispatchQueue, _ parameters: Parameters, stopwatch: inout Stopwatch
  ) -> Checksum {
    let schedule = Schedule(parameters)
    let isOver = Atomic(false)
    let work = Mutex(Work())

    stopwatch.measure {
      let timers = DispatchGroup()
      schedule.start()
      for timer in 0..<parameters.timers {
        timers.enter()
        startTimer(timer, on: queue, parameters, schedule) { timers.leave() }
      }

      let crunchers = DispatchGroup()
      // Each chunk is a separate block, so that other blocks get their turn in between.
      @Sendable func crunchOn() {
        let result = crunch()
        work.withLock { $0.note(result) }
        guard !isOver.load(ordering: .relaxed) else { return }
        DispatchQueue.global().async(group: crunchers) { crunchOn() }
      }
      for _ in 0..<poolThreadCount {
        DispatchQueue.global().async(group: crunchers) { crunchOn() }
      }
      timers.wait()
      isOver.store(true, ordering: .relaxed)
      crunchers.wait()
    }

    return schedule.report(work.withLock { $0 }, to: &stopwatch)
  }

  private static func startTimer(
    _ timer: Int, on queue: DispatchQueue, _ parameters: Parameters, _ schedule: Schedule,
    then: @escaping () -> Void
  ) {
    let source = DispatchSource.makeTimerSource(flags: .strict, queue: queue)
    var tick = 0
    source.setEventHandler {
      // The number of ticks that have become due since the last call of the handler.
      for _ in 0..<source.data where tick < parameters.ticksOfEach {
        schedule.note(tick: tick, of: timer)
        tick += 1
      }
      if tick == parameters.ticksOfEach {
        source.cancel()
        then()
      }
    }
    source.schedule(
      deadline: DispatchTime(uptimeNanoseconds: schedule.dueNanoseconds(tick: 0, of: timer)),
      repeating: .milliseconds(10), leeway: .nanoseconds(0))
    source.activate()
  }
}
