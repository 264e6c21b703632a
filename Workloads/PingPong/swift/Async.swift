import WorkloadKit

extension PingPong: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let pairs = Pair.pairs(of: parameters) { TaskChannel<Int>(capacity: 1) }

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

extension Pair where Channel == TaskChannel<Int> {
  /// Sends each number, waits until it is back, and returns the sum of the numbers that came back.
  func ping(rounds: Int) async -> Checksum {
    var sum: Checksum = 0
    for number in 1...rounds {
      await pings.send(number)
      guard let echo = await pongs.receive() else { break }
      sum += Checksum(echo)
    }
    return sum
  }

  /// Sends back each number that it receives.
  func pong(rounds: Int) async -> Checksum {
    for _ in 1...rounds {
      guard let number = await pings.receive() else { break }
      await pongs.send(number)
    }
    return 0
  }
}
