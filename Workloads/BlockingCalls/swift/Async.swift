import WorkloadKit

extension BlockingCalls: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = Tally()
    // It is released after the region.
    var executor: ThreadExecutor?

    try await stopwatch.measureAsync {
      // The threads of this executor run nothing but these calls.
      executor = try ThreadExecutor(threads: parameters.threads)
      await withTaskGroup(of: Int.self) { group in
        for _ in 0..<parameters.calls {
          group.addTask(executorPreference: executor) { call.make() }
        }
        for await bytes in group { tally.note(bytes: bytes) }
      }
    }

    return tally.answer
  }
}
