import Dispatch
import Synchronization
import WorkloadKit

extension TokenRing: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let ring = Member.ring(of: parameters) { DispatchChannel<Int>(capacity: 1) }
    let stopped = Atomic<Checksum>(0)

    stopwatch.measure {
      let queue = DispatchQueue.global()
      let group = DispatchGroup()
      for member in ring {
        group.enter()
        queue.async {
          member.passTokenOn(on: queue) { isHere in
            if isHere { stopped.store(Checksum(member.number), ordering: .relaxed) }
            group.leave()
          }
        }
      }
      queue.async { ring[0].input.send(parameters.hops, on: queue) {} }
      group.wait()
    }

    return stopped.load(ordering: .relaxed)
  }
}

extension Member where Channel == DispatchChannel<Int> {
  /// Passes the token on until it stops, closes the output channel, and calls `end` with whether
  /// the token stopped here.
  ///
  /// Every wait is a handler that makes the next call, so no thread blocks and there is no loop.
  func passTokenOn(on queue: DispatchQueue, end: @escaping @Sendable (Bool) -> Void) {
    input.receive(on: queue) { token in
      guard let token, token > 0 else {
        output.close()
        return end(token == 0)
      }
      output.send(token - 1, on: queue) { passTokenOn(on: queue, end: end) }
    }
  }
}
