import Platform
import WorkloadKit

/// A TCP socket with blocking calls.
///
/// Its owner closes it.
package struct Socket: Sendable {
  package let descriptor: Int32

  /// The number of connections that may wait to be accepted.
  package static let backlog: Int32 = 4_096
  /// The maximum length of a line, well above those that a load and a server exchange.
  package static let maximumLineBytes = 64

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
  package static func listening() throws(SocketError) -> Socket {
    // Sending to a connection that was reset must be an error and must not end the process.
    signal(SIGPIPE, SIG_IGN)
    return try Socket().closedOnFailure { new throws(SocketError) in
      var address = loopbackAddress(port: 0)
      try check("binding a port", with(&address) { bind(new.descriptor, $0, $1) })
      try check("listening", listen(new.descriptor, backlog))
    }
  }

  /// Connects to a loopback port.
  package static func connected(to port: Int) throws(SocketError) -> Socket {
    try Socket().closedOnFailure { new throws(SocketError) in
      var address = loopbackAddress(port: port)
      try check("calling port \(port)", with(&address) { connect(new.descriptor, $0, $1) })
      try new.sendAtOnce()
    }
  }

  /// Prepares the socket and returns it; closes it if a call fails.
  private func closedOnFailure(
    _ prepare: (Socket) throws(SocketError) -> Void
  ) throws(SocketError) -> Socket {
    do throws(SocketError) {
      try prepare(self)
    } catch {
      close()
      throw error
    }
    return self
  }

  /// The port that the socket is bound to.
  package var port: Int {
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
  package func nextConnection(after count: Int) throws -> Socket {
    let new = accept(descriptor, nil, nil)
    if new < 0, [EMFILE, ENFILE].contains(errno) {
      throw Refusal("accepting a connection", code: errno, reached: count)
    }
    return try Socket(new, "accepting a connection").closedOnFailure {
      connection throws(SocketError) in
      try connection.sendAtOnce()
    }
  }

  /// Sends every write as it comes, without waiting for more.
  private func sendAtOnce() throws(SocketError) {
    var isOn: Int32 = 1
    try check(
      "setting TCP_NODELAY",
      setsockopt(
        descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size)))
  }

  /// Waits for bytes and stores them in the buffer.
  ///
  /// Returns 0 at the end of the connection, which may be a reset.
  package func receive(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    max(0, read(descriptor, buffer.baseAddress, buffer.count))
  }

  /// Sends the first bytes of the buffer completely; returns false if the connection has ended.
  package func send(_ buffer: UnsafeMutableRawBufferPointer, _ count: Int) -> Bool {
    var sent = 0
    while sent < count {
      let more = write(descriptor, buffer.baseAddress?.advanced(by: sent), count - sent)
      guard more > 0 else { return false }
      sent += more
    }
    return true
  }

  /// Waits for the next number, 8 bytes with the lowest first; nil at the end of the connection.
  package func receiveNumber() -> UInt64? {
    var number: UInt64 = 0
    let isComplete = withUnsafeMutableBytes(of: &number) { fill($0) }
    return isComplete ? UInt64(littleEndian: number) : nil
  }

  /// Waits until bytes fill the buffer; returns false at the end of the connection.
  package func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Bool {
    var count = 0
    while count < buffer.count {
      let more = read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      guard more > 0 else { return false }
      count += more
    }
    return true
  }

  /// Waits for the next line and returns it without its end; nil at the end of the connection.
  ///
  /// If the line is longer than ``maximumLineBytes``, its beginning is returned.
  package func receiveLine() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < Self.maximumLineBytes {
      guard read(descriptor, &byte, 1) == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// Whether the other side ends the connection, or sends something, within the time.
  package func wakes(withinMilliseconds limit: Int32) -> Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wanted, 1, limit) > 0
  }

  /// Sends a line; returns false if the connection has ended.
  package func send(line: String) -> Bool {
    var bytes = Array("\(line)\n".utf8)
    return bytes.withUnsafeMutableBytes { send($0, $0.count) }
  }

  /// Sends a number as 8 bytes; returns false if the connection has ended.
  package func send(_ number: UInt64) -> Bool {
    var bytes = number.littleEndian
    return withUnsafeMutableBytes(of: &bytes) { send($0, $0.count) }
  }

  /// Ends the connection for both sides; a thread that waits for bytes sees its end.
  package func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Makes `close` reset the connection, so that its port is free at once.
  package func resetWhenClosed() {
    var lingering = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
  }

  package func close() {
    #if canImport(Darwin)
      _ = Darwin.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #else
      _ = Glibc.close(descriptor)
    #endif
  }
}

/// The system's reason for refusing a call.
package struct SocketError: Error, CustomStringConvertible {
  package let action: String
  package let code: Int32

  init(_ action: String, code: Int32) {
    self.action = action
    self.code = code
  }

  package var description: String { "\(action): \(String(cString: strerror(code)))" }
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
