import Synchronization
import WorkloadKit

extension SpawnMany: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let tasks = parameters.tasks
    let ran = Atomic<Checksum>(0)

    try stopwatch.measure {
      // A thread that has ended keeps its stack until it is joined, and Linux allows about 32,000
      // stacks. So threads are joined in batches, small enough that glibc reuses the stacks for
      // the next batch.
      let batch = 512
      for first in stride(from: 0, to: tasks, by: batch) {
        let threads = try startThreads(min(batch, tasks - first), stackBytes: 64 << 10) { _ in
          ran.add(1, ordering: .relaxed)
        }
        for thread in threads { thread.join() }
      }
    }

    return ran.load(ordering: .relaxed)
  }
}
