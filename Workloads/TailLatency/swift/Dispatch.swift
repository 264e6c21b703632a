import Dispatch
import ServerKit
import Synchronization
import WorkloadKit

extension TailLatency: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let cache = Mutex(Cache(parameters))
    try serveWithSources(parameters, &stopwatch) { request in
      cache.withLock { $0.replaceEntries(of: request) }
    }
    return cache.withLock { $0.checksum }
  }

  /// Serves all connections, each with a read source.
  static func serveWithSources(
    _ parameters: Parameters, _ stopwatch: inout Stopwatch,
    _ serve: @escaping @Sendable (UInt64) -> Void
  ) throws {
    try allowDescriptors(for: parameters.connections)
    let listener = try Socket.listening()
    defer { listener.close() }
    let load = try LoadCall(port: parameters.port, listener: listener)

    let ended = DispatchGroup()
    for count in 0..<parameters.connections {
      let connection = try listener.nextConnection(after: count)
      ended.enter()
      startServing(connection, serve) { ended.leave() }
    }

    try stopwatch.measure { try load.run() }

    try load.close()
    ended.wait()
  }

  private static func startServing(
    _ connection: Socket, _ serve: @escaping @Sendable (UInt64) -> Void,
    whenEnded: @escaping @Sendable () -> Void
  ) {
    let source = DispatchSource.makeReadSource(
      fileDescriptor: connection.descriptor, queue: .global())
    source.setEventHandler {
      // The source fires when there is something to read, so the blocking read returns at once.
      guard let request = connection.receiveNumber() else { return source.cancel() }
      serve(request)
      if !connection.send(request) { source.cancel() }
    }
    source.setCancelHandler {
      connection.close()
      whenEnded()
    }
    source.resume()
  }
}
