import Dispatch
import WorkloadKit

extension Preemption.Queue: AsyncStyle {
  static func async(
    _ parameters: Preemption.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try await Preemption.beat(parameters, stopwatch: &stopwatch) { group in
      group.addTask {
        await withCheckedContinuation { continuation in
          // A serial queue for each hog: a concurrent queue would share the threads of the pool.
          DispatchQueue(label: "hog").async {
            Preemption.spin(milliseconds: parameters.hogMilliseconds)
            continuation.resume()
          }
        }
      }
    }
  }
}
