import Dispatch
import Synchronization
import WorkloadKit

extension DeepStack: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let bottom = Presence()
    let calls = Atomic<Checksum>(0)

    stopwatch.measure {
      let queue = DispatchQueue.global()
      let group = DispatchGroup()
      for _ in 0..<parameters.tasks {
        // The block runs on a pool thread's stack and keeps that thread until it ends.
        queue.async(group: group) {
          calls.add(descend(parameters.depth, to: bottom), ordering: .relaxed)
        }
      }
      group.wait()
    }

    stopwatch.record(deepTasksCount, bottom.maximumPresent)
    return calls.load(ordering: .relaxed)
  }
}
