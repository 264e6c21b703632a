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
        // The block has the stack of the pool's thread that runs it, and keeps both to its end.
        queue.async(group: group) {
          calls.add(descend(parameters.depth, to: bottom), ordering: .relaxed)
        }
      }
      group.wait()
    }

    stopwatch.record(deepTasksCount, bottom.most)
    return calls.load(ordering: .relaxed)
  }
}
