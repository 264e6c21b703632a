import Synchronization
import WorkloadKit

extension PingPong: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let pairs = Pair.pairs(of: parameters) { ThreadChannel<Int>(capacity: 1) }
    let total = Atomic<Checksum>(0)

    try stopwatch.measure {
      // A thread for each member. It makes no deep calls, so a stack of 64 KiB is plenty; the
      // default is 8 MiB.
      let threads = try startThreads(2 * pairs.count, stackBytes: 64 << 10) { index in
        let pair = pairs[index / 2]
        if index.isMultiple(of: 2) {
          total.add(pair.ping(rounds: parameters.rounds), ordering: .relaxed)
        } else {
          pair.pong(rounds: parameters.rounds)
        }
      }
      for thread in threads { thread.join() }
    }

    return total.load(ordering: .relaxed)
  }
}

extension Pair where Channel == ThreadChannel<Int> {
  /// Sends each number, waits until it is back, and returns the sum of the numbers that came back.
  func ping(rounds: Int) -> Checksum {
    var sum: Checksum = 0
    for number in 1...rounds {
      pings.send(number)
      guard let echo = pongs.receive() else { break }
      sum += Checksum(echo)
    }
    return sum
  }

  /// Sends back each number that it receives.
  func pong(rounds: Int) {
    for _ in 1...rounds {
      guard let number = pings.receive() else { break }
      pongs.send(number)
    }
  }
}
