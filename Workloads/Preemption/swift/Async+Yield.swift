import WorkloadKit

extension Preemption.Yield: AsyncStyle {
  static func async(
    _ parameters: Preemption.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try await Preemption.beat(parameters, stopwatch: &stopwatch) { group in
      group.addTask {
        let end = ContinuousClock.now + .milliseconds(parameters.hogMilliseconds)
        while ContinuousClock.now < end {
          Preemption.spin(milliseconds: 1)
          await Task.yield()
        }
      }
    }
  }
}
