import Dispatch
import WorkloadKit

extension BlockingCalls: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = Tally()

    await stopwatch.measureAsync {
      await withTaskGroup(of: Int.self) { group in
        for _ in 0..<parameters.calls {
          group.addTask { await onThreadOfDispatch { call.make() } }
        }
        for await bytes in group { tally.note(bytes: bytes) }
      }
    }

    return tally.answer
  }

  /// Suspends the task while the call runs on a thread that runs no tasks.
  ///
  /// On Linux the threads of the global queue run tasks; those of a serial queue do not.
  private static func onThreadOfDispatch(_ call: @escaping @Sendable () -> Int) async -> Int {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "blocking call").async { continuation.resume(returning: call()) }
    }
  }
}
