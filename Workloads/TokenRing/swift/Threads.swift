import Synchronization
import WorkloadKit

extension TokenRing: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let ring = Member.ring(of: parameters) { ThreadChannel<Int>(capacity: 1) }
    let stopped = Atomic<Checksum>(0)

    try stopwatch.measure {
      // A thread for each member. It makes no deep calls, so a stack of 64 KiB is plenty; the
      // default is 8 MiB.
      let threads = try startThreads(ring.count, stackBytes: 64 << 10) { index in
        if ring[index].passTokenOn() {
          stopped.store(Checksum(ring[index].number), ordering: .relaxed)
        }
      }
      ring[0].input.send(parameters.hops)
      for thread in threads { thread.join() }
    }

    return stopped.load(ordering: .relaxed)
  }
}

extension Member where Channel == ThreadChannel<Int> {
  /// Passes the token on until it stops, closes the output channel, and returns whether the
  /// token stopped here.
  func passTokenOn() -> Bool {
    defer { output.close() }
    while let token = input.receive() {
      if token == 0 { return true }
      output.send(token - 1)
    }
    return false
  }
}
