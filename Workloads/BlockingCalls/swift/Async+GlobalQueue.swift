import Dispatch
import WorkloadKit

extension BlockingCalls.GlobalQueue: AsyncStyle {
  static func async(
    _ parameters: BlockingCalls.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = BlockingCalls.Tally()

    await stopwatch.measureAsync {
      await withTaskGroup(of: Int.self) { group in
        for _ in 0..<parameters.calls {
          group.addTask { await onGlobalQueue { call.make() } }
        }
        for await bytes in group { tally.note(bytes: bytes) }
      }
    }

    return tally.answer
  }

  private static func onGlobalQueue(_ call: @escaping @Sendable () -> Int) async -> Int {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: call()) }
    }
  }
}
