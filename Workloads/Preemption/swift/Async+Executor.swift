import WorkloadKit

extension Preemption.Executor: AsyncStyle {
  static func async(
    _ parameters: Preemption.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let executor = try ThreadExecutor()
    defer { executor.shutDown() }

    return try await Preemption.beat(parameters, stopwatch: &stopwatch) { group in
      group.addTask(executorPreference: executor) {
        Preemption.spin(milliseconds: parameters.hogMilliseconds)
      }
    }
  }
}
