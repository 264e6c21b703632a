/// Reads a file from its beginning, piece by piece.
package final class FileReader {
  private let path: String
  private let descriptor: Int32

  /// When reading a pipe or a socket fails for want of bytes; nil to wait for them without end.
  package var deadline: ContinuousClock.Instant?

  package convenience init(_ path: String) throws(FileError) {
    try self.init(path, descriptor: open(path, O_RDONLY | O_CLOEXEC))
  }

  /// Reads what a descriptor still has, under a name for messages; the descriptor itself stays open.
  package convenience init(copyOf descriptor: Int32, name: String) throws(FileError) {
    try self.init(name, descriptor: fcntl(descriptor, F_DUPFD_CLOEXEC, 0))
  }

  fileprivate init(_ path: String, descriptor: Int32) throws(FileError) {
    self.path = path
    self.descriptor = descriptor
    if descriptor < 0 { throw FileError(path: path, action: .read, reason: .last) }
  }

  /// What is read.
  package var kind: FileKind? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? FileKind(mode: status.st_mode) : nil
  }

  /// Whether it is the regular file that another descriptor has open.
  package func isFile(ofDescriptor other: Int32) -> Bool {
    var (own, open) = (stat(), stat())
    return kind == .file && fstat(descriptor, &own) == 0 && fstat(other, &open) == 0
      && own.st_dev == open.st_dev && own.st_ino == open.st_ino
  }

  deinit { close(descriptor) }

  /// The next bytes, as many as given unless the file ends before; nil at the end of the file.
  package func next(_ byteCount: Int = 1 << 20) throws(FileError) -> [UInt8]? {
    var failure: SystemError?
    let piece = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      while count < byteCount {
        if let late = isLate() {
          failure = late
          break
        }
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

  /// Waits for bytes or the end until the deadline, if there is one, and returns why there are none.
  private func isLate() -> SystemError? {
    guard let deadline else { return nil }
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let left = (deadline - .now) / .milliseconds(1)
      let count = poll(&event, 1, Int32(min(max(left.rounded(.up), 0), 1e9)))
      if count > 0 { return nil }
      if count < 0, errno != EINTR { return .last }
      if count == 0, deadline <= .now { return SystemError(code: ETIMEDOUT) }
    }
  }
}

/// What a path names, after following links.
package enum FileKind: String, Sendable {
  case file = "a regular file"
  case folder = "a folder"
  case pipe = "a pipe"
  case socket = "a socket"
  case device = "a device"

  /// Nil when there is nothing, or its folder cannot be searched.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(mode: status.st_mode)
  }

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFIFO: self = .pipe
    case S_IFSOCK: self = .socket
    default: self = .device
    }
  }
}

/// The absolute path of a file without links or `..`; nil when it has none, such as the pipe of
/// `<(command)`.
package func canonicalPath(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return String(cString: real)
}

/// The absolute path of a file, in which only the file itself may be a link.
///
/// Nil when there is no such folder, or the path does not end in a name.
package func pathWithoutLinkedFolders(_ path: String) -> String? {
  let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
  let before = String(path.dropLast(name.count))
  guard !["", ".", ".."].contains(name), let folder = canonicalPath(before.isEmpty ? "." : before)
  else { return nil }
  return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
}

/// Whether a path, after following links, is the file that a descriptor has open.
package func isSameFile(_ path: String, asDescriptor descriptor: Int32) -> Bool {
  var (named, open) = (stat(), stat())
  return stat(path, &named) == 0 && fstat(descriptor, &open) == 0
    && named.st_dev == open.st_dev && named.st_ino == open.st_ino
}

/// The path of the regular file that a descriptor has open; nil for anything else, and where the system
/// does not say.
package func regularFile(ofDescriptor descriptor: Int32) -> String? {
  var open = stat()
  guard fstat(descriptor, &open) == 0, FileKind(mode: open.st_mode) == .file else { return nil }
  #if canImport(Darwin)
    var buffer = [CChar](repeating: 0, count: Int(MAXPATHLEN))
    guard fcntl(descriptor, F_GETPATH, &buffer) == 0 else { return nil }
    let path = String(cString: buffer)
  #else
    guard let path = canonicalPath("/proc/self/fd/\(descriptor)") else { return nil }
  #endif
  return isSameFile(path, asDescriptor: descriptor) ? path : nil
}

/// The bytes of a whole regular file, which may be one of `/proc`, whose size is not known in advance.
package func fileBytes(_ path: String) throws(FileError) -> [UInt8] {
  // A pipe without a writer would otherwise keep `open` waiting.
  let reader = try FileReader(path, descriptor: open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
  if let kind = reader.kind, kind != .file, kind != .folder {
    throw FileError(path: path, action: .read, reason: .notRegular(kind))
  }
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
///
/// What is not UTF-8 in a name is U+FFFD, and no file has the resulting name.
package func folderNames(_ path: String) throws(FileError) -> [String] {
  try folderNameBytes(path).map { String(decoding: $0, as: UTF8.self) }.sorted()
}

/// The bytes of the names in a folder, except `.` and `..`, in no order.
package func folderNameBytes(_ path: String) throws(FileError) -> [[UInt8]] {
  guard let folder = opendir(path) else {
    throw FileError(path: path, action: .read, reason: .last)
  }
  defer { closedir(folder) }
  var names: [[UInt8]] = []
  while let entry = readdir(folder) {
    names.append(withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) })
  }
  return names.filter { $0 != [UInt8(ascii: ".")] && $0 != Array("..".utf8) }
}

/// Whether a path is a folder or a link to one.
package func isFolder(_ path: String) -> Bool { FileKind(path) == .folder }
