import Platform
import References

/// The bytes of a file, piece by piece.
final class FileBytes {
  /// How many bytes a piece has at most; the first has as many unless the file is shorter.
  static let pieceBytes = 1 << 20

  private let descriptor: Int32
  private let path: String

  /// Opens a file.
  init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw Self.failure(path) }
  }

  deinit { close(descriptor) }

  /// The next bytes; nil at the end of the file.
  func next() throws -> [UInt8]? {
    var failed = false
    let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
      while count < buffer.count {
        let got = read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
        if got < 0, errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { break }
        count += got
      }
    }
    if failed { throw Self.failure(path) }
    return piece.isEmpty ? nil : piece
  }

  /// All that is left, which must not be more than a JSON document may have.
  func all() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let piece = try next() {
      bytes += piece
      guard bytes.count <= ExternalReader.maximumDocumentBytes else {
        throw CommandError.file(
          path: path, reason: "It has more than \(ExternalReader.maximumDocumentBytes) bytes.")
      }
    }
    return bytes
  }

  private static func failure(_ path: String) -> CommandError {
    .file(path: path, reason: "It cannot be read: \(String(cString: strerror(errno))).")
  }
}
