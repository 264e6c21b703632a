import ServerKit
import Synchronization
import WorkloadKit

extension EchoServer: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    try allowDescriptors(for: parameters.connections)
    let listener = try Socket.listening()
    defer { listener.close() }
    let load = try LoadCall(port: parameters.port, listener: listener)

    let bytesEchoed = Atomic(0)
    var threads: [JoinableThread] = []
    for count in 0..<parameters.connections {
      let connection = try listener.nextConnection(after: count)
      // A thread for each connection. It makes no deep calls, so a stack of 64 KiB is plenty.
      threads += try startThreads(1, stackBytes: 64 << 10) { _ in
        bytesEchoed.add(echo(connection), ordering: .relaxed)
        connection.close()
      }
    }

    try stopwatch.measure { try load.run() }

    try load.close()
    for thread in threads { thread.join() }
    return checksum(
      bytesEchoed: bytesEchoed.load(ordering: .relaxed), connections: threads.count)
  }

  /// Echoes data until the connection ends, and returns the number of bytes sent back.
  private static func echo(_ connection: Socket) -> Int {
    withUnsafeTemporaryAllocation(byteCount: bufferBytes, alignment: 1) { buffer in
      var bytesEchoed = 0
      while true {
        let count = connection.receive(into: buffer)
        guard count > 0, connection.send(buffer, count) else {
          return bytesEchoed
        }
        bytesEchoed += count
      }
    }
  }
}
