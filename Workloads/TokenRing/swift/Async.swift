import WorkloadKit

extension TokenRing: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let ring = Member.ring(of: parameters) { TaskChannel<Int>(capacity: 1) }

    return await stopwatch.measureAsync {
      await withTaskGroup(of: Checksum.self) { group in
        for member in ring {
          group.addTask { await member.passTokenOn() ? Checksum(member.number) : 0 }
        }
        await ring[0].input.send(parameters.hops)
        return await group.reduce(0, +)
      }
    }
  }
}

extension Member where Channel == TaskChannel<Int> {
  /// Passes the token on until it stops, closes the output channel, and returns whether the
  /// token stopped here.
  func passTokenOn() async -> Bool {
    defer { output.close() }
    while let token = await input.receive() {
      if token == 0 { return true }
      await output.send(token - 1)
    }
    return false
  }
}
