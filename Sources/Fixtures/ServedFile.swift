import Platform

/// A file of a served folder, as named by a request, open for reading.
final class ServedFile {
  /// The reason why a request names no file.
  enum Refusal: Error, Equatable {
    /// The target of the request is not a path from the root, percent-encoded UTF-8.
    case malformed
    /// The folder has no such file, or the file is hidden.
    case missing
  }

  /// The media type; for text, it includes the encoding.
  let type: String
  /// Its size when it was opened.
  let byteCount: Int
  private let descriptor: Int32

  /// Opens the file that a request's target names.
  ///
  /// The folder's path must contain no symbolic links.
  ///
  /// Names that begin with a period are hidden, so no part of a path leads upward. Files
  /// outside the folder that are reached through a symbolic link are hidden too. Only regular
  /// files are read.
  convenience init(target: String, in folder: String) throws(Refusal) {
    var parts = try Self.parts(of: target)
    if parts.last == "" { parts[parts.count - 1] = "index.html" }
    guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else { throw .missing }
    try self.init(path: parts.joined(separator: "/"), in: folder)
  }

  /// Opens a file by its path relative to the folder.
  init(path: String, in folder: String) throws(Refusal) {
    guard let file = canonicalPath("\(folder)/\(path)") else { throw .missing }
    guard file.hasPrefix(folder == "/" ? "/" : folder + "/") else { throw .missing }
    // Opening never blocks.
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw .missing }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .missing
    }
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
    type = Self.mediaType(of: path)
  }

  deinit { close(descriptor) }

  /// The next bytes, at most as many as given; nil at the end or if they cannot be read.
  func next(_ count: Int) -> [UInt8]? {
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      var got = -1
      repeat { got = read(descriptor, buffer.baseAddress, count) } while got < 0 && errno == EINTR
      filled = max(got, 0)
    }
    return piece.isEmpty ? nil : piece
  }

  /// The decoded parts of the path between its slashes.
  ///
  /// The last part is empty if the path ends with a slash.
  private static func parts(of target: String) throws(Refusal) -> [String] {
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
    guard path.first == UInt8(ascii: "/") else { throw .malformed }
    var parts: [String] = []
    for part in path.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      guard let text = decoded(part) else { throw .malformed }
      parts.append(text)
    }
    return parts
  }

  /// A percent-decoded part of a path; nil if the encoding is invalid or contains a character that
  /// no file name has.
  private static func decoded(_ part: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    var rest = part
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "/") }) else {
      return nil
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }

  /// The media type by file name extension; a file without one is text, such as SHA256SUMS.
  static func mediaType(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return "text/plain; charset=utf-8" }
    return mediaTypes[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
  }

  private static let mediaTypes = [
    "css": "text/css; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "json": "application/json", "md": "text/markdown; charset=utf-8",
    "ndjson": "application/x-ndjson", "png": "image/png", "sql": "application/sql",
    "sqlite": "application/vnd.sqlite3", "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8", "xml": "application/xml",
  ]
}
