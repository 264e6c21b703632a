/// The server's control connection to the load.
///
/// `Sources/Fixtures/README.md` describes what the two exchange.
package struct LoadCall {
  package let socket: Socket

  /// Connects to the load and tells it where the server listens.
  package init(port: Int, listener: Socket) throws {
    let listenerPort = try listener.port
    socket = try Socket.connected(to: port)
    do {
      try say("\(listenerPort)")
    } catch {
      socket.close()
      throw error
    }
  }

  /// Tells the load to send its requests and waits until all answers have come back.
  package func run() throws {
    try say("start")
    try waitUntilDone()
  }

  package func waitUntilDone() throws {
    let heard = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
      String(decoding: buffer[..<socket.receive(into: buffer)], as: UTF8.self)
    }
    guard heard == "done\n" else { throw LoadEnded() }
  }

  /// Tells the load to close its connections.
  package func close() throws {
    try say("close")
    socket.close()
  }

  package func say(_ line: String) throws {
    guard socket.send(line: line) else { throw LoadEnded() }
  }
}

/// The load ended before its last answer; its own message says why.
package struct LoadEnded: Error, CustomStringConvertible {
  package var description: String { "the load ended before its last answer" }
}
