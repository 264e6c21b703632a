import AsyncAlgorithms
import WorkloadKit

extension PingPong {
  enum AsyncChannels: AsyncStyle {
    static func async(
      _ parameters: Parameters, stopwatch: inout Stopwatch
    ) async throws -> Checksum {
      let pairs = Pair.pairs(of: parameters) { AsyncChannel<Int>() }

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

extension Pair where Channel == AsyncChannel<Int> {
  /// Sends each number, waits until it is back, and returns the sum of the numbers that came back.
  func ping(rounds: Int) async -> Checksum {
    var echoes = pongs.makeAsyncIterator()
    var sum: Checksum = 0
    for number in 1...rounds {
      await pings.send(number)
      guard let echo = await echoes.next() else { break }
      sum += Checksum(echo)
    }
    return sum
  }

  /// Sends back each number that it receives.
  func pong(rounds: Int) async -> Checksum {
    for await number in pings.prefix(rounds) { await pongs.send(number) }
    return 0
  }
}
