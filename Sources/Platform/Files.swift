/// Reads a file from its beginning, piece by piece.
package final class FileReader {
  private let path: String
  private let descriptor: Int32

  package init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw FileError(path: path, action: .read, reason: .last) }
  }

  deinit { close(descriptor) }

  /// The next bytes, as many as given unless the file ends before; nil at the end of the file.
  package func next(_ byteCount: Int = 1 << 20) throws(FileError) -> [UInt8]? {
    var failure: SystemError?
    let piece = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      while count < byteCount {
        let got = read(descriptor, buffer.baseAddress?.advanced(by: count), byteCount - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = .last }
        if got <= 0 { break }
        count += got
      }
    }
    if let failure { throw FileError(path: path, action: .read, reason: failure) }
    return piece.isEmpty ? nil : piece
  }
}

/// The bytes of a whole file, which may be one of `/proc`, whose size is not known in advance.
package func fileBytes(_ path: String) throws(FileError) -> [UInt8] {
  let reader = try FileReader(path)
  var bytes: [UInt8] = []
  while let piece = try reader.next(1 << 16) { bytes += piece }
  return bytes
}

/// Writes all bytes to a descriptor.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
  var start = 0
  while start < bytes.count {
    let written = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if written < 0, errno != EINTR { throw .last }
    start += max(written, 0)
  }
}

/// The sorted names of the files and folders in a folder, except `.` and `..`.
package func folderNames(_ path: String) throws(FileError) -> [String] {
  guard let folder = opendir(path) else {
    throw FileError(path: path, action: .read, reason: .last)
  }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    names.append(
      withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      })
  }
  return names.filter { $0 != "." && $0 != ".." }.sorted()
}

/// Whether a path is a folder or a link to one.
package func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
