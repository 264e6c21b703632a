import WorkloadKit

extension PingPong {
  enum AsyncStreams: AsyncStyle {
    /// A stream and the continuation that puts elements into it.
    typealias Channel = (stream: AsyncStream<Int>, continuation: AsyncStream<Int>.Continuation)

    static func async(
      _ parameters: Parameters, stopwatch: inout Stopwatch
    ) async throws -> Checksum {
      let pairs = Pair.pairs(of: parameters) { AsyncStream.makeStream(of: Int.self) }

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

extension Pair where Channel == PingPong.AsyncStreams.Channel {
  /// Sends each number, waits until it is back, and returns the sum of the numbers that came back.
  func ping(rounds: Int) async -> Checksum {
    var echoes = pongs.stream.makeAsyncIterator()
    var sum: Checksum = 0
    for number in 1...rounds {
      pings.continuation.yield(number)
      guard let echo = await echoes.next() else { break }
      sum += Checksum(echo)
    }
    return sum
  }

  /// Sends back each number that it receives.
  func pong(rounds: Int) async -> Checksum {
    for await number in pings.stream.prefix(rounds) { pongs.continuation.yield(number) }
    return 0
  }
}
