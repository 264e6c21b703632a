import WorkloadKit

extension SleepingTasks: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let hold = Duration.milliseconds(parameters.holdMilliseconds)
    let asleep = Latch(expecting: parameters.tasks)

    let woken = try await stopwatch.measureAsync {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<parameters.tasks {
          group.addTask {
            asleep.arrive()
            // Again and twice as long until all have slept at once.
            var hold = hold
            repeat {
              try await Task.sleep(for: hold)
              hold *= 2
            } while asleep.lastNanoseconds == nil
          }
        }
        return try await group.reduce(into: Checksum(0)) { count, _ in count += 1 }
      }
    }

    stopwatch.record(startNanoseconds, asleep)
    return woken
  }
}
