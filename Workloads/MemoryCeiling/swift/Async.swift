import WorkloadKit

extension MemoryCeiling: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let sleepers = Sleepers(expecting: parameters.tasks)

    await stopwatch.measureAsync {
      await withCheckedContinuation { allAsleep in
        for _ in 0..<parameters.tasks {
          // Unstructured, because a group would wait for its children, which sleep for an hour.
          Task {
            if sleepers.add() { allAsleep.resume() }
            try await Task.sleep(for: hold)
          }
        }
      }
    }

    return sleepers.count
  }
}
