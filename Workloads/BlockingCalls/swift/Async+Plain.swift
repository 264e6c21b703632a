import WorkloadKit

extension BlockingCalls.Plain: AsyncStyle {
  static func async(
    _ parameters: BlockingCalls.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = BlockingCalls.Tally()

    await stopwatch.measureAsync {
      await withTaskGroup(of: Int.self) { group in
        for _ in 0..<parameters.calls {
          group.addTask { call.make() }
        }
        for await bytes in group { tally.note(bytes: bytes) }
      }
    }

    return tally.answer
  }
}
