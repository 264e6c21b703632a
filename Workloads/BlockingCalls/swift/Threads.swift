import WorkloadKit

extension BlockingCalls: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = Tally()

    try stopwatch.measure {
      // A thread for each call. It makes no deep calls, so a stack of 64 KiB is plenty.
      let threads = try startThreads(parameters.calls, stackBytes: 64 << 10) { _ in
        tally.note(bytes: call.make())
      }
      for thread in threads { thread.join() }
    }

    return tally.answer
  }
}
