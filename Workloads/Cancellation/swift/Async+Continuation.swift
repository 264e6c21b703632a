import Synchronization
import WorkloadKit

extension Cancellation.Continuations: AsyncStyle {
  static func async(
    _ parameters: Cancellation.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let roll = Cancellation.Roll(parameters)
    let (latch, arrival) = AsyncStream.makeStream(of: Void.self)

    @Sendable func wait(_ task: Int) async {
      await withDiscardingTaskGroup { children in
        for child in parameters.children(of: task) {
          children.addTask { await wait(child) }
        }
        arrival.yield()
        await untilCancelled()
        roll.see(task)
      }
      roll.end()
    }

    let root = Task { await wait(0) }
    for await _ in latch.prefix(parameters.tasks) {}
    try await Task.sleep(for: .milliseconds(Cancellation.settleMilliseconds))

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

  /// Suspends until the task is canceled.
  private static func untilCancelled() async {
    let waiting = Mutex<CheckedContinuation<Void, Never>?>(nil)
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiting.withLock { $0 = continuation }
        // The handler may have run before there was a continuation.
        if Task.isCancelled { waiting.withLock { $0.take() }?.resume() }
      }
    } onCancel: {
      waiting.withLock { $0.take() }?.resume()
    }
  }
}
