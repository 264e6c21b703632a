import Platform

/// A loopback port that is bound but on which no server listens, so connections to it are refused.
struct BoundSocket {
  let port: Int
  private let descriptor: Int32

  init() throws(SocketError) {
    #if canImport(Darwin) || canImport(Musl)
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    guard descriptor >= 0 else { throw SocketError(code: errno) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isNamed = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    guard isNamed else {
      let error = SocketError(code: errno)
      close()
      throw error
    }
  }

  func close() {
    #if canImport(Darwin)
      Darwin.close(descriptor)
    #elseif canImport(Musl)
      Musl.close(descriptor)
    #else
      Glibc.close(descriptor)
    #endif
  }
}

/// The system's reason for refusing a port.
struct SocketError: Error, CustomStringConvertible {
  let code: Int32
  var description: String {
    "Cannot bind a loopback port: \(String(cString: strerror(code)))."
  }
}
