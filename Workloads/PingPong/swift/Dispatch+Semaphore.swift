import Dispatch
import Synchronization
import WorkloadKit

extension PingPong {
  enum Semaphores: DispatchStyle {
    static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
      let pairs = Pair.pairs(of: parameters) { SemaphoreChannel<Int>(capacity: 1) }
      let total = Atomic<Checksum>(0)

      stopwatch.measure {
        let queue = DispatchQueue.global()
        let group = DispatchGroup()
        for pair in pairs {
          queue.async(group: group) {
            total.add(pair.ping(rounds: parameters.rounds), ordering: .relaxed)
          }
          queue.async(group: group) { pair.pong(rounds: parameters.rounds) }
        }
        group.wait()
      }

      return total.load(ordering: .relaxed)
    }
  }
}

extension Pair where Channel == SemaphoreChannel<Int> {
  /// Sends each number, waits until it is back, and returns the sum of the numbers that came back.
  func ping(rounds: Int) -> Checksum {
    var sum: Checksum = 0
    for number in 1...rounds {
      pings.send(number)
      sum += Checksum(pongs.receive())
    }
    return sum
  }

  /// Sends back each number that it receives.
  func pong(rounds: Int) {
    for _ in 1...rounds { pongs.send(pings.receive()) }
  }
}
