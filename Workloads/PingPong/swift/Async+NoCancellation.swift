import WorkloadKit

extension PingPong {
  enum NoCancellation: AsyncStyle {
    static func async(
      _ parameters: Parameters, stopwatch: inout Stopwatch
    ) async throws -> Checksum {
      let pairs = Pair.pairs(of: parameters) { TaskChannel<Int>(capacity: 1, isCancellable: false) }

      return await stopwatch.measureAsync {
        await withTaskGroup(of: Checksum.self) { group in
          for pair in pairs {
            group.addTask { await pair.ping(rounds: parameters.rounds) }
            group.addTask { await pair.pong(rounds: parameters.rounds) }
          }
          return await group.reduce(0, +)
        }
      }
    }
  }
}
