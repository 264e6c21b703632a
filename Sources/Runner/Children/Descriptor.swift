import Platform

/// A file descriptor that is closed when the last reference to it goes away.
final class Descriptor: Sendable {
  /// The number of bytes that one `read` asks for: the capacity of a Linux pipe.
  static let readBytes = 1 << 16

  let number: Int32

  /// Takes ownership of an open descriptor; throws the calling thread's last error if it is negative.
  init(_ number: Int32) throws(SystemError) {
    guard number >= 0 else { throw .last }
    self.number = number
  }

  deinit { close(number) }

  /// Makes reads return at once if there is nothing to read.
  func setNonblocking() { _ = fcntl(number, F_SETFL, O_NONBLOCK) }

  /// Appends the bytes from one `read` and returns their number, 0 at the end.
  func append(to bytes: inout [UInt8]) throws(SystemError) -> Int {
    let (count, error) = withUnsafeTemporaryAllocation(byteCount: Self.readBytes, alignment: 1) {
      buffer in
      let count = read(number, buffer.baseAddress, buffer.count)
      let error = SystemError.last
      if count > 0 { bytes.append(contentsOf: buffer.prefix(count)) }
      return (count, error)
    }
    guard count >= 0 else { throw error }
    return count
  }
}

/// Both ends of a pipe.
///
/// Children do not inherit them unless they ask for them.
struct PipeEnds {
  let reading: Descriptor
  let writing: Descriptor

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    let made = OptionalCall.openPipe.map { $0(&ends, O_CLOEXEC) } ?? pipe(&ends)
    guard made == 0 else { throw .last }
    let first = try Descriptor(ends[0])
    let second = try Descriptor(ends[1])
    reading = try Self.safe(first)
    writing = try Self.safe(second)
  }
}

extension PipeEnds {
  /// The same end, marked close-on-exec and moved above the standard descriptors, even if this
  /// process has some of those closed.
  private static func safe(_ end: Descriptor) throws(SystemError) -> Descriptor {
    if end.number > 2 && OptionalCall.openPipe != nil { return end }
    return try Descriptor(fcntl(end.number, F_DUPFD_CLOEXEC, 3))
  }
}
