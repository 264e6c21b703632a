import WorkloadKit

extension TimerPrecision: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let schedule = Schedule(parameters)

    try stopwatch.measure {
      schedule.start()
      let timers = try startThreads(parameters.timers, stackBytes: 64 << 10) { timer in
        for wake in 0..<parameters.wakesOfEach {
          // On Linux, clock_nanosleep with an absolute time.
          sleepBlocking(untilNanoseconds: schedule.dueNanoseconds(ofWake: wake, of: timer))
          schedule.note(wake: wake, of: timer)
        }
      }
      for timer in timers { timer.join() }
    }

    return schedule.report(to: &stopwatch)
  }
}
