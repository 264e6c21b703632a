import WorkloadKit

extension DeepStack: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let bottom = Presence()

    let calls = await stopwatch.measureAsync {
      await withTaskGroup(of: Checksum.self) { group in
        for _ in 0..<parameters.tasks {
          group.addTask { await descendAsync(parameters.depth, to: bottom) }
        }
        return await group.reduce(0, +)
      }
    }

    stopwatch.record(deepTasksCount, bottom.maximumPresent)
    return calls
  }

  /// Recurses without the thread's stack: each call's frame comes from the task's own memory
  /// on the heap.
  private static func descendAsync(_ depth: Int, to bottom: Presence) async -> Checksum {
    guard depth > 0 else {
      bottom.enter()
      await Task.yield()
      bottom.leave()
      return 0
    }
    var frame = Frame()
    frame.fill(at: depth)
    return await descendAsync(depth - 1, to: bottom) + frame.sum()
  }
}
