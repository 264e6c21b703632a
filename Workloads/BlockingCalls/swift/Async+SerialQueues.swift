import Dispatch
import WorkloadKit

extension BlockingCalls.SerialQueues: AsyncStyle {
  static func async(
    _ parameters: BlockingCalls.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = BlockingCalls.Tally()

    await stopwatch.measureAsync {
      let queues = BlockingCalls.serialQueues(parameters)
      await withTaskGroup(of: Int.self) { group in
        for index in 0..<parameters.calls {
          let queue = queues[index % queues.count]
          group.addTask { await on(queue) { call.make() } }
        }
        for await bytes in group { tally.note(bytes: bytes) }
      }
    }

    return tally.answer
  }

  /// Suspends the task while the call runs on the queue.
  private static func on(
    _ queue: DispatchQueue, _ call: @escaping @Sendable () -> Int
  ) async -> Int {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: call()) }
    }
  }
}
