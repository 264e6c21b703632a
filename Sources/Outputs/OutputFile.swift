import Platform

/// A file that appears, or replaces the one before, once it is complete.
///
/// A file that is replaced keeps its mode, owner and links.
package struct OutputFile: Sendable {
  private let output: Output

  /// Decides whether the file may be written.
  ///
  /// - Parameters:
  ///   - path: The path, or that of a pipe, a terminal or a descriptor such as `/dev/stdout`.
  ///   - option: The option that names it, for messages.
  ///   - isOurs: Whether a file that begins with these bytes, up to 4,096, was written by the command.
  package init(
    _ path: String, option: String, inputs: InputFiles, isOurs: ([UInt8]) -> Bool
  ) throws(OutputError) {
    output = try Output(file: path, option: option, inputs: inputs, isOurs: isOurs)
  }

  /// Passes the body a descriptor to write to.
  ///
  /// When the body throws, or the file cannot be written, an existing file is not changed.
  package func fill(_ body: (Int32) throws -> Void) throws {
    switch output.kind {
    case .new: try fillBeside(nil, body)
    case .file(let existing): try fillBeside(existing, body)
    case .descriptor(let number): try fillStream(fcntl(number, F_DUPFD_CLOEXEC, 3), body)
    case .stream: try fillStream(open(output.path, O_WRONLY | O_CLOEXEC), body)
    case .folder: preconditionFailure("an output file is no folder")
    }
  }

  private func fillStream(_ descriptor: Int32, _ body: (Int32) throws -> Void) throws {
    guard descriptor >= 0 else { throw refusal() }
    defer { close(descriptor) }
    try body(descriptor)
  }

  private func fillBeside(
    _ existing: Output.Existing?, _ body: (Int32) throws -> Void
  ) throws {
    let (item, isBeside) = try staging(for: existing)
    let isLike = try existing.map { try adopt($0, item) } ?? true
    let mayRename = isBeside && isLike
    try body(item.descriptor)
    guard fsync(item.descriptor) == 0 else { throw refusal() }
    try Replacement.perform { () throws(OutputError) in
      if existing == nil { return try appear(item) }
      if mayRename {
        if rename(item.path, output.path) == 0 { return }
        // A mount point, or a file of another user in a folder such as /tmp, cannot be renamed to.
        guard [EBUSY, EXDEV, EPERM, EACCES].contains(errno) else {
          throw refusal()
        }
      }
      try overwrite(with: item.descriptor)
    }
  }

  /// Gives a complete file its name, unless something else has got it meanwhile.
  private func appear(_ item: TemporaryItem) throws(OutputError) {
    if link(item.path, output.path) == 0 { return }
    guard errno != EEXIST, status(of: output.path, followingLinks: false) == nil else {
      throw .appeared(path: output.name, option: output.option)
    }
    // Some file systems have no second names for a file.
    guard rename(item.path, output.path) == 0 else { throw refusal() }
  }

  /// A file to write to first, and whether it is in the same folder.
  ///
  /// A file that cannot be replaced by renaming may be in a folder that cannot be written to.
  private func staging(
    for existing: Output.Existing?
  ) throws(OutputError) -> (TemporaryItem, isBeside: Bool) {
    do throws(OutputError) {
      let item = try TemporaryItem.file(
        in: parentPath(output.path), mode: existing == nil ? 0o666 : 0o600)
      return (item, true)
    } catch {
      guard existing != nil else { throw error }
      return (try .file(in: TemporaryItem.commonFolder), false)
    }
  }

  /// Gives the new file the owner, group and mode of the old one; false if the old one must be
  /// written to instead, since this user may not, or since it has other names.
  private func adopt(_ existing: Output.Existing, _ item: TemporaryItem) throws -> Bool {
    guard !existing.hasOtherNames else { return false }
    var status = stat()
    guard fstat(item.descriptor, &status) == 0 else { throw refusal() }
    if (status.st_uid, status.st_gid) != (existing.owner, existing.group),
      fchown(item.descriptor, existing.owner, existing.group) != 0
    {
      return false
    }
    // After the owner, since changing that takes the set-user-ID bit away.
    return fchmod(item.descriptor, existing.mode) == 0
  }

  /// Copies a complete file over the existing one.
  ///
  /// The room for it is reserved first, so that a full disk leaves the old content.
  private func overwrite(with source: Int32) throws(OutputError) {
    let target = open(output.path, O_WRONLY | O_CLOEXEC)
    guard target >= 0 else { throw refusal() }
    defer { close(target) }
    var (new, old) = (stat(), stat())
    guard fstat(source, &new) == 0, fstat(target, &old) == 0 else { throw refusal() }
    if new.st_size > old.st_size {
      let code = reserve(old.st_size, new.st_size - old.st_size, in: target)
      guard code == 0 else {
        ftruncate(target, old.st_size)
        throw refusal(SystemError(code: code))
      }
    }
    var offset: off_t = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while offset < new.st_size {
      let count = pread(source, &buffer, buffer.count, offset)
      guard count > 0 else { throw refusal() }
      do { try writeAll(Array(buffer[..<count]), to: target) } catch { throw refusal(error) }
      offset += off_t(count)
    }
    guard ftruncate(target, new.st_size) == 0, fsync(target) == 0 else { throw refusal() }
  }

  private func refusal(_ reason: SystemError = .last) -> OutputError {
    .refused(path: output.name, action: "write", reason: reason)
  }
}

/// Makes sure that a file system has room for more bytes of a file; returns 0 or the error number.
private func reserve(_ offset: off_t, _ count: off_t, in descriptor: Int32) -> Int32 {
  #if canImport(Darwin)
    return 0
  #else
    let code = posix_fallocate(descriptor, offset, count)
    // Not every file system can tell in advance.
    return [EOPNOTSUPP, EINVAL, ENOSYS].contains(code) ? 0 : code
  #endif
}
