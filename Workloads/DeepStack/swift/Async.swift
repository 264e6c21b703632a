import WorkloadKit

extension DeepStack: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let bottom = Bottom(
      deep: TaskChannel(capacity: parameters.tasks), release: TaskChannel(capacity: 0))
    var residence = Residence()

    let calls = await stopwatch.measureAsync {
      await withTaskGroup(of: Checksum.self) { group in
        for _ in 0..<parameters.tasks {
          group.addTask { await descendAsync(parameters.depth, to: bottom) }
        }
        for _ in 0..<parameters.tasks { await bottom.deep.receive() }
        residence.noteAllDeep()
        bottom.release.close()
        return await group.reduce(0, +)
      }
    }

    residence.report(parameters, to: &stopwatch)
    return calls
  }

  private struct Bottom: Sendable {
    let deep, release: TaskChannel<Void>
  }

  /// Recurses without the thread's stack: each call's frame comes from the task's own memory
  /// on the heap.
  private static func descendAsync(_ depth: Int, to bottom: Bottom) async -> Checksum {
    guard depth > 0 else {
      await bottom.deep.send(())
      await bottom.release.receive()
      return 0
    }
    var frame = Frame()
    frame.fill(at: depth)
    return await descendAsync(depth - 1, to: bottom) + frame.sum()
  }
}
