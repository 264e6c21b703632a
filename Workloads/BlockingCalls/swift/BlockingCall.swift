import Platform
import WorkloadKit

/// The call that every unit makes: it sleeps, or it reads a file to its end.
struct BlockingCall: Sendable {
  private static let pieceBytes = 64 << 10

  /// The file's path with its terminating zero; nil for a sleep.
  private let path: [CChar]?

  /// Creates the file to read, unless the call is a sleep.
  init(_ parameters: BlockingCalls.Parameters) throws {
    path =
      parameters.readKibibytes == 0
      ? nil : try temporaryFile(kibibytes: parameters.readKibibytes)
  }

  /// Removes the file, if there is one.
  func end() {
    if let path { unlink(path) }
  }

  /// Blocks the calling thread and returns the number of bytes read.
  ///
  /// If the file cannot be read to its end, the sum of the bytes is too small.
  func make() -> Int {
    guard let path else {
      sleepBlocking(milliseconds: BlockingCalls.sleepMilliseconds)
      return 0
    }
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceBytes, alignment: 16)
    defer { piece.deallocate() }
    var bytes = 0
    while case let count = read(file, piece.baseAddress, piece.count), count > 0 {
      bytes += count
    }
    return bytes
  }
}

/// Creates a temporary file of the given size and returns its path.
private func temporaryFile(kibibytes: Int) throws(FileError) -> [CChar] {
  let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
  var path = Array("\(folder)/parallax-XXXXXX".utf8CString)
  let file = mkstemp(&path)
  guard file >= 0 else { throw FileError(code: errno) }
  defer { close(file) }
  let block = [UInt8](repeating: 1, count: 1_024)
  for _ in 0..<kibibytes where write(file, block, block.count) != block.count {
    let code = errno
    unlink(path)
    throw FileError(code: code)
  }
  return path
}

/// The system's reason for refusing a temporary file.
private struct FileError: Error, CustomStringConvertible {
  let code: Int32

  var description: String { "creating a temporary file: \(String(cString: strerror(code)))" }
}
