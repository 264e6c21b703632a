import Platform

/// A place that the user named for an output, and the decision whether it may be written.
///
/// A file may be new, empty, or one that the command wrote before, which is recognized by its
/// beginning. A folder may be new, or hold anything: `OutputFolder` replaces only the files that it
/// wrote there. A pipe or a terminal is written to and never replaced. Everything else is refused,
/// and so is whatever the command reads, under any name.
struct Output: Sendable {
  enum Kind: Sendable {
    case new
    case file(Existing)
    case folder
    /// A pipe or a character device.
    case stream
    /// An open descriptor of this process, such as `/dev/stdout`.
    case descriptor(Int32)
  }

  /// What is kept of a file that is replaced.
  struct Existing: Sendable {
    let mode: mode_t
    let owner: uid_t
    let group: gid_t
    /// Whether the file has other names, which must go on to name the same file.
    let hasOtherNames: Bool

    init(_ status: stat) {
      mode = status.st_mode & 0o7777
      owner = status.st_uid
      group = status.st_gid
      hasOtherNames = status.st_nlink > 1
    }
  }

  /// As the user wrote it.
  let name: String
  /// Absolute and without links; for a stream as the user wrote it.
  let path: String
  let kind: Kind
  /// The option that names it, for messages.
  let option: String

  /// Decides about a file.
  ///
  /// - Parameters:
  ///   - option: The option that names it, for messages.
  ///   - isOurs: Whether a file that begins with these bytes, up to 4,096, was written by the command.
  init(
    file name: String, option: String, inputs: InputFiles, isOurs: ([UInt8]) -> Bool
  ) throws(OutputError) {
    self.name = name
    self.option = option
    if let number = openDescriptor(name) {
      if let what = inputs.what(isBehind: number) {
        throw .input(path: name, what: what, option: option)
      }
      (path, kind) = (name, .descriptor(number))
      return
    }
    let path = try Self.resolved(name)
    guard let existing = status(of: path) else {
      try Self.requireFolder(of: path, for: name)
      if let what = inputs.what(isAt: path) { throw .input(path: name, what: what, option: option) }
      (self.path, kind) = (path, .new)
      return
    }
    switch existing.kind {
    case S_IFIFO, S_IFCHR:
      (self.path, kind) = (name, .stream)
      return
    case S_IFREG: break
    default:
      throw .wrongKind(path: name, is: existing.kindInWords, wanted: .file, option: option)
    }
    if let what = inputs.what(isAt: path) { throw .input(path: name, what: what, option: option) }
    if existing.st_size > 0 {
      guard isOurs(try Self.beginning(of: path)) else { throw .foreign(path: name, option: option) }
    }
    (self.path, kind) = (path, .file(Existing(existing)))
  }

  /// Decides about a folder.
  init(folder name: String, option: String, inputs: InputFiles) throws(OutputError) {
    self.name = name
    self.option = option
    let path = try Self.resolved(name)
    guard path != "/" else { throw .unusablePath(name) }
    if let what = inputs.what(overlaps: path) {
      throw .input(path: name, what: what, option: option)
    }
    self.path = path
    guard let existing = status(of: path) else {
      if let what = inputs.what(isAt: path) { throw .input(path: name, what: what, option: option) }
      kind = .new
      return
    }
    guard existing.kind == S_IFDIR else {
      throw .wrongKind(path: name, is: existing.kindInWords, wanted: .folder, option: option)
    }
    kind = .folder
  }

  private static func resolved(_ name: String) throws(OutputError) -> String {
    if let path = resolvedPath(name) { return path }
    guard !name.isEmpty else { throw .unusablePath(name) }
    throw .refused(path: name, action: "write", reason: SystemError(code: ELOOP))
  }

  /// A new file needs its folder, and a name that is not one of a folder.
  private static func requireFolder(of path: String, for name: String) throws(OutputError) {
    let folder = name.hasSuffix("/") ? path : parentPath(path)
    guard isFolder(folder) else { throw .missingFolder(folder, path: name) }
    // A path that cannot be reached is not new.
    var status = stat()
    guard stat(path, &status) != 0, errno != ENOENT else { return }
    throw .refused(path: name, action: "write", reason: .last)
  }

  private static func beginning(of path: String) throws(OutputError) -> [UInt8] {
    do { return try FileReader(path).next(4_096) ?? [] } catch {
      throw .refused(
        path: path, action: "read the beginning of", reason: error.reason)
    }
  }
}

/// The number of the open descriptor that a path stands for, such as 1 for `/dev/stdout`; nil for any
/// other path.
///
/// Opening such a path again would begin at the start of the file behind it.
private func openDescriptor(_ name: String) -> Int32? {
  var name = name
  for _ in 0..<8 {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let real = folder.isEmpty ? nil : resolvedPath(folder)
    if let real, real == "/dev/fd" || real == "/proc/\(getpid())/fd" {
      return parts.last.flatMap { Int32($0) }
    }
    guard let target = linkTarget(name) else { return nil }
    name = target.hasPrefix("/") || folder.isEmpty ? target : "\(folder)/\(target)"
  }
  return nil
}

extension stat {
  /// The kind with its article.
  fileprivate var kindInWords: String {
    switch kind {
    case S_IFREG: "a file"
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
