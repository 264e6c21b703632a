import ServerKit
import Synchronization
import WorkloadKit

extension Service: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    try allowDescriptors(for: parameters.openConnections)
    let listener = try Socket.listening()
    defer { listener.close() }
    let load = try LoadCall(port: parameters.port, listener: listener)

    let served = Atomic(0)
    var threads: [JoinableThread] = []
    for count in 0..<parameters.openConnections {
      let connection = try listener.nextConnection(after: count)
      // A thread for each connection. It makes no deep calls, so a stack of 64 KiB is plenty.
      threads += try startThreads(1, stackBytes: 64 << 10) { _ in
        served.add(serve(connection), ordering: .relaxed)
        connection.close()
      }
    }

    try stopwatch.measure { try load.run() }

    try load.close()
    for thread in threads { thread.join() }
    return checksum(served: served.load(ordering: .relaxed), connections: threads.count)
  }

  /// Serves requests until the connection ends, and returns their number.
  private static func serve(_ connection: Socket) -> Int {
    var served = 0
    while let number = connection.receiveNumber() {
      let request = ServiceRequest(number)
      let answer =
        switch request.kind {
        case .echo: number
        case .compute: request.computed()
        case .blocking: request.blocked()
        }
      guard connection.send(answer) else { break }
      served += 1
    }
    return served
  }
}
