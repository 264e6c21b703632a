import WorkloadKit

extension Preemption.Priority: AsyncStyle {
  static func async(
    _ parameters: Preemption.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try await Preemption.beat(parameters, stopwatch: &stopwatch) { group in
      // Detached, because a child task never has a lower priority than its parent.
      let hog = Task.detached(priority: .low) {
        Preemption.spin(milliseconds: parameters.hogMilliseconds)
      }
      group.addTask { await hog.value }
    }
  }
}
