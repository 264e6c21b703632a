import Platform
import WorkloadKit

/// A TCP socket with blocking calls; it closes when its last reference goes away.
struct Socket: Sendable {
  let descriptor: Int32

  private init(_ descriptor: Int32, _ action: String) throws(SocketError) {
    guard descriptor >= 0 else { throw SocketError(action, code: errno) }
    self.descriptor = descriptor
  }

  private init() throws(SocketError) {
    #if canImport(Darwin) || canImport(Musl)
      try self.init(socket(AF_INET, SOCK_STREAM, 0), "creating a socket")
    #else
      try self.init(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), "creating a socket")
    #endif
  }

  /// Listens on a loopback port that the system chooses.
  static func listening() throws(SocketError) -> Socket {
    // Sending to a connection that was reset must be an error and must not end the process.
    signal(SIGPIPE, SIG_IGN)
    let new = try Socket()
    var address = loopbackAddress(port: 0)
    try check("binding a port", with(&address) { bind(new.descriptor, $0, $1) })
    try check("listening", listen(new.descriptor, EchoServer.backlog))
    return new
  }

  /// Connects to a loopback port.
  static func connected(to port: Int) throws(SocketError) -> Socket {
    let new = try Socket()
    var address = loopbackAddress(port: port)
    try check("calling port \(port)", with(&address) { connect(new.descriptor, $0, $1) })
    return new
  }

  /// The port that the socket is bound to.
  var port: Int {
    get throws(SocketError) {
      var address = sockaddr_in()
      try check(
        "asking for the port",
        with(&address) { address, length in
          var length = length
          return getsockname(descriptor, address, &length)
        })
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }

  /// Waits for the next connection after `count` accepted ones.
  ///
  /// - Throws: `Refusal` when the system has no descriptor for it.
  func nextConnection(after count: Int) throws -> Socket {
    let new = accept(descriptor, nil, nil)
    if new < 0, [EMFILE, ENFILE].contains(errno) {
      throw Refusal("accepting a connection", code: errno, reached: count)
    }
    let connection = try Socket(new, "accepting a connection")
    var isOn: Int32 = 1
    try check(
      "setting TCP_NODELAY",
      setsockopt(
        new, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size)))
    return connection
  }

  /// Waits for bytes and stores them in the buffer.
  ///
  /// Returns 0 at the end of the connection, which may be a reset.
  func receive(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    max(0, read(descriptor, buffer.baseAddress, buffer.count))
  }

  /// Sends the first bytes of the buffer completely; returns false if the connection has ended.
  func send(_ buffer: UnsafeMutableRawBufferPointer, _ count: Int) -> Bool {
    var sent = 0
    while sent < count {
      let more = write(descriptor, buffer.baseAddress?.advanced(by: sent), count - sent)
      guard more > 0 else { return false }
      sent += more
    }
    return true
  }

  func close() {
    #if canImport(Darwin)
      _ = Darwin.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #else
      _ = Glibc.close(descriptor)
    #endif
  }
}

/// The server's control connection to the load.
///
/// `README.md` describes what the two exchange.
struct LoadCall {
  let socket: Socket

  /// Connects to the load and tells it where the server listens.
  init(port: Int, listener: Socket) throws {
    socket = try Socket.connected(to: port)
    try say("\(listener.port)")
  }

  /// Tells the load to send its messages and waits until all echoes have come back.
  func run() throws {
    try say("start")
    try waitUntilDone()
  }

  func waitUntilDone() throws {
    let heard = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
      String(decoding: buffer[..<socket.receive(into: buffer)], as: UTF8.self)
    }
    guard heard == "done\n" else { throw LoadEnded() }
  }

  /// Tells the load to close its connections.
  func close() throws {
    try say("close")
    socket.close()
  }

  func say(_ line: String) throws {
    var bytes = Array("\(line)\n".utf8)
    let isSent = bytes.withUnsafeMutableBytes { socket.send($0, $0.count) }
    guard isSent else { throw LoadEnded() }
  }
}

/// The load ended before its last echo; its own message says why.
struct LoadEnded: Error, CustomStringConvertible {
  var description: String { "the load ended before its last echo" }
}

/// The system's reason for refusing a call.
struct SocketError: Error, CustomStringConvertible {
  let action: String
  let code: Int32

  init(_ action: String, code: Int32) {
    self.action = action
    self.code = code
  }

  var description: String { "\(action): \(String(cString: strerror(code)))" }
}

private func check(_ action: String, _ result: Int32) throws(SocketError) {
  guard result == 0 else { throw SocketError(action, code: errno) }
}

private func loopbackAddress(port: Int) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}

private func with(
  _ address: inout sockaddr_in, _ call: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      call($0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
}
