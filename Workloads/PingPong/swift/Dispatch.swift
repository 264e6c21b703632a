import Dispatch
import Synchronization
import WorkloadKit

extension PingPong: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let pairs = Pair.pairs(of: parameters) { DispatchChannel<Int>(capacity: 1) }
    let total = Atomic<Checksum>(0)

    stopwatch.measure {
      let queue = DispatchQueue.global()
      let group = DispatchGroup()
      for pair in pairs {
        group.enter()
        queue.async {
          pair.ping(rounds: parameters.rounds, on: queue) { sum in
            total.add(sum, ordering: .relaxed)
            group.leave()
          }
        }
        group.enter()
        queue.async {
          pair.pong(rounds: parameters.rounds, on: queue) { group.leave() }
        }
      }
      group.wait()
    }

    return total.load(ordering: .relaxed)
  }
}

extension Pair where Channel == DispatchChannel<Int> {
  /// Sends each number, waits until it is back, and calls `end` with the sum of the numbers
  /// that came back.
  ///
  /// Every wait is a handler and the next round is a call, so no thread blocks and there
  /// is no loop.
  func ping(
    _ number: Int = 1, rounds: Int, sum: Checksum = 0, on queue: DispatchQueue,
    end: @escaping @Sendable (Checksum) -> Void
  ) {
    guard number <= rounds else { return end(sum) }
    pings.send(number, on: queue) {
      pongs.receive(on: queue) { echo in
        guard let echo else { return end(sum) }
        ping(number + 1, rounds: rounds, sum: sum + Checksum(echo), on: queue, end: end)
      }
    }
  }

  /// Sends back each number that it receives.
  func pong(rounds: Int, on queue: DispatchQueue, end: @escaping @Sendable () -> Void) {
    guard rounds > 0 else { return end() }
    pings.receive(on: queue) { number in
      guard let number else { return end() }
      pongs.send(number, on: queue) { pong(rounds: rounds - 1, on: queue, end: end) }
    }
  }
}
