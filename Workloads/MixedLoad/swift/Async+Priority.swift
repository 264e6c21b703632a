import WorkloadKit

extension MixedLoad.Priority: AsyncStyle {
  static func async(
    _ parameters: MixedLoad.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try await MixedLoad.tick(parameters, stopwatch: &stopwatch) { group, isOver in
      // Detached, because a child task never has a lower priority than its parent.
      let cruncher = Task.detached(priority: .low) {
        var work = MixedLoad.Work()
        while !isOver() {
          work.crunch()
          await Task.yield()
        }
        return work
      }
      group.addTask { await cruncher.value }
    }
  }
}
