import Synchronization
import WorkloadKit

extension DeepStack: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let bottom = Presence()
    let calls = Atomic<Checksum>(0)

    try stopwatch.measure {
      // The stack has the system's default size, 8 MiB on most.
      let threads = try startThreads(parameters.tasks) { _ in
        calls.add(descend(parameters.depth, to: bottom), ordering: .relaxed)
      }
      for thread in threads { thread.join() }
    }

    stopwatch.record(deepTasksCount, bottom.maximumPresent)
    return calls.load(ordering: .relaxed)
  }
}
