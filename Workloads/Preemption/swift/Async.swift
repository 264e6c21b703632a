import WorkloadKit

extension Preemption: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try await beat(parameters, stopwatch: &stopwatch) { group in
      group.addTask { spin(milliseconds: parameters.hogMilliseconds) }
    }
  }

  /// The calling task is the heartbeat; the hogs are its child tasks.
  static func beat(
    _ parameters: Parameters, stopwatch: inout Stopwatch,
    addingHog addHog: (inout ThrowingTaskGroup<Void, any Error>) -> Void
  ) async throws -> Checksum {
    var heartbeat = Heartbeat(parameters)

    let ended = try await stopwatch.measureAsync {
      try await withThrowingTaskGroup(of: Void.self) { group in
        heartbeat.start()
        let start = ContinuousClock.now
        while !heartbeat.isOver {
          try await Task.sleep(until: start + .milliseconds(heartbeat.count + 1))
          heartbeat.beat()
          if heartbeat.count == beatsBeforeHogs {
            for _ in 0..<poolThreadCount { addHog(&group) }
          }
        }
        return try await group.reduce(0) { count, _ in count + 1 }
      }
    }

    return heartbeat.report(hogsEnded: ended, to: &stopwatch)
  }
}
