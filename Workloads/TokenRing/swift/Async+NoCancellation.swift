import WorkloadKit

extension TokenRing.NoCancellation: AsyncStyle {
  static func async(
    _ parameters: TokenRing.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let ring = Member.ring(of: parameters) { TaskChannel<Int>(capacity: 1, isCancellable: false) }

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
