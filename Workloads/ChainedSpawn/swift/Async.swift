import WorkloadKit

extension ChainedSpawn: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await stopwatch.measureAsync {
      await withCheckedContinuation { end in
        spawn(1, of: parameters.depth, end: end)
      }
    }
  }

  private static func spawn(
    _ number: Int, of depth: Int, end: CheckedContinuation<Checksum, Never>
  ) {
    // Not a child task, because a parent outlives its children: the whole chain would be
    // alive at once.
    Task {
      if number == depth {
        end.resume(returning: Checksum(number))
      } else {
        spawn(number + 1, of: depth, end: end)
      }
    }
  }
}
