import Synchronization
import WorkloadKit

extension SpawnMany.DiscardingGroup: AsyncStyle {
  static func async(
    _ parameters: SpawnMany.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let ran = Atomic<Checksum>(0)

    await stopwatch.measureAsync {
      await withDiscardingTaskGroup { group in
        for _ in 0..<parameters.tasks {
          group.addTask { @Sendable in ran.add(1, ordering: .relaxed) }
        }
      }
    }

    return ran.load(ordering: .relaxed)
  }
}
