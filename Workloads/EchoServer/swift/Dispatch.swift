import Dispatch
import ServerKit
import Synchronization
import WorkloadKit

extension EchoServer: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    try allowDescriptors(for: parameters.connections)
    let listener = try Socket.listening()
    defer { listener.close() }
    let load = try LoadCall(port: parameters.port, listener: listener)

    let bytesEchoed = Atomic(0)
    let ended = DispatchGroup()
    var accepted = 0
    while accepted < parameters.connections {
      let connection = try listener.nextConnection(after: accepted)
      accepted += 1
      ended.enter()
      startEchoing(connection) { count in
        bytesEchoed.add(count, ordering: .relaxed)
        ended.leave()
      }
    }

    try stopwatch.measure { try load.run() }

    try load.close()
    ended.wait()
    return checksum(bytesEchoed: bytesEchoed.load(ordering: .relaxed), connections: accepted)
  }

  /// Echoes data with a read source.
  ///
  /// At the end it passes on the number of bytes sent back.
  private static func startEchoing(
    _ connection: Socket, whenEnded: @escaping @Sendable (Int) -> Void
  ) {
    let source = DispatchSource.makeReadSource(
      fileDescriptor: connection.descriptor, queue: .global())
    // Handlers of one source never run at the same time.
    nonisolated(unsafe) var bytesEchoed = 0
    source.setEventHandler {
      // The source fires when there is something to read, so the blocking read returns at once.
      withUnsafeTemporaryAllocation(byteCount: bufferBytes, alignment: 1) { buffer in
        let count = connection.receive(into: buffer)
        guard count > 0, connection.send(buffer, count) else {
          return source.cancel()
        }
        bytesEchoed += count
      }
    }
    source.setCancelHandler {
      connection.close()
      whenEnded(bytesEchoed)
    }
    source.resume()
  }
}
