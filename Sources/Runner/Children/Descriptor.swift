import Platform

/// A file descriptor that is closed when nobody holds it any more.
final class Descriptor: Sendable {
  /// The bytes that one `read` asks for: as many as a pipe of Linux holds.
  static let readBytes = 1 << 16

  let number: Int32

  /// Takes over an open descriptor; throws the calling thread's last error when it is negative.
  init(_ number: Int32) throws(SystemError) {
    guard number >= 0 else { throw .last }
    self.number = number
  }

  deinit { close(number) }

  /// Makes reads return at once when there is nothing to read.
  func setNonblocking() { _ = fcntl(number, F_SETFL, O_NONBLOCK) }

  /// Appends what one `read` gives and returns how many bytes that was, 0 at the
  /// end.
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

/// Both ends of a pipe, closed in children that do not ask for them.
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
  /// The same end, closed in children, and clear of the standard descriptors even when this process
  /// lacks some of those.
  private static func safe(_ end: Descriptor) throws(SystemError) -> Descriptor {
    if end.number > 2 && OptionalCall.openPipe != nil { return end }
    return try Descriptor(fcntl(end.number, F_DUPFD_CLOEXEC, 3))
  }
}

/// The sorted names in a folder, those with a leading point included.
func folderNames(_ path: String) throws(SystemError) -> [String] {
  guard let folder = opendir(path) else { throw .last }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    names.append(
      withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      })
  }
  return names.sorted()
}
