import WorkloadKit

extension TimerPrecision: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let schedule = Schedule(parameters)

    try await stopwatch.measureAsync {
      try await withThrowingDiscardingTaskGroup { group in
        schedule.start()
        let start = ContinuousClock.now
        for timer in 0..<parameters.timers {
          group.addTask {
            for wake in 0..<parameters.wakesOfEach {
              let offset = parameters.offsetNanoseconds(ofWake: wake, of: timer)
              try await Task.sleep(until: start + .nanoseconds(offset), tolerance: .zero)
              schedule.note(wake: wake, of: timer)
            }
          }
        }
      }
    }

    return schedule.report(to: &stopwatch)
  }
}
