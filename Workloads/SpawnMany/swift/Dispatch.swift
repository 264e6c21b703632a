import Dispatch
import Synchronization
import WorkloadKit

extension SpawnMany: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let ran = Atomic<Checksum>(0)

    stopwatch.measure {
      let queue = DispatchQueue.global()
      let group = DispatchGroup()
      for _ in 0..<parameters.tasks {
        queue.async(group: group) { ran.add(1, ordering: .relaxed) }
      }
      group.wait()
    }

    return ran.load(ordering: .relaxed)
  }
}
