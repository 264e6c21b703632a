import WorkloadKit

extension Cancellation: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let roll = Roll(parameters)
    let (latch, arrival) = AsyncStream.makeStream(of: Void.self)

    @Sendable func wait(_ task: Int) async {
      await withDiscardingTaskGroup { children in
        for child in parameters.children(of: task) {
          children.addTask { await wait(child) }
        }
        arrival.yield()
        do {
          try await Task.sleep(for: .seconds(3_600))
        } catch {
          roll.see(task)
        }
      }
      roll.end()
    }

    let root = Task { await wait(0) }
    for await _ in latch.prefix(parameters.tasks) {}
    try await Task.sleep(for: .milliseconds(settleMilliseconds))

    let left = try await stopwatch.measureAsync {
      roll.setDue(afterMilliseconds: parameters.deadlineMilliseconds)
      if parameters.deadlineMilliseconds > 0 {
        try await Task.sleep(for: .milliseconds(parameters.deadlineMilliseconds))
      }
      root.cancel()
      await root.value
      return roll.left
    }

    return roll.report(left: left, to: &stopwatch)
  }
}
