import FoundationEssentials
import Platform

/// The file operations for writing a site; each error names the file and the system's reason.
struct SiteSystem: Sendable {
  /// The process ID, which keeps two processes from using the same staging folder.
  static var processIdentifier: Int32 { getpid() }

  /// The path without a trailing slash, with symbolic links resolved as far as it exists.
  static func absolutePath(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    let parts = path.split(separator: "/")
    guard let name = parts.last, parts.count > 1 || !path.hasPrefix("/") else { return path }
    let above = (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
    let base = absolutePath(above.isEmpty ? "." : above)
    return base == "/" ? "/\(name)" : "\(base)/\(name)"
  }

  func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Creates a folder and its missing parent folders.
  func makeFolder(_ path: String) throws(RenderingError) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw refused("create the folder", path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o777) == 0 else { throw refused("create the folder", path) }
  }

  func write(_ bytes: [UInt8], to path: String) throws(RenderingError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw refused("write", path) }
    do { try writeAll(bytes, to: file) } catch {
      close(file)
      throw .cannotWrite(path: path, action: "write", reason: error.description)
    }
    guard close(file) == 0 else { throw refused("write", path) }
  }

  /// Creates a hard link to a file; false if the file system cannot.
  func link(_ path: String, to target: String) -> Bool { systemLink(path, target) == 0 }

  func read(_ path: String) throws(RenderingError) -> [UInt8] {
    do { return try fileBytes(path) } catch {
      throw .cannotWrite(path: path, action: "read", reason: error.reason.description)
    }
  }

  /// The paths of the files below a folder, relative to it; an empty folder counts as one.
  func files(in folder: String) throws(RenderingError) -> Set<String> {
    do {
      let paths = Set(try FileManager.default.subpathsOfDirectory(atPath: folder))
      let folders = paths.compactMap { path in
        path.lastIndex(of: "/").map { String(path[..<$0]) }
      }
      return paths.subtracting(folders)
    } catch {
      throw .unreadable(path: folder, reason: systemReason(error))
    }
  }

  func move(_ path: String, to target: String) throws(RenderingError) {
    guard rename(path, target) == 0 else { throw refused("replace", target) }
  }

  /// Swaps two folders, atomically if the system and the file system support it, otherwise in two
  /// steps.
  func swap(_ new: String, with old: String) throws(RenderingError) {
    guard exists(old) else { return try move(new, to: old) }
    if exchangeInOneStep(new, old) { return }
    let aside = new + ".old"
    try move(old, to: aside)
    guard rename(new, old) == 0 else {
      let error = refused("replace", old)
      try move(aside, to: old)
      throw error
    }
    try move(aside, to: new)
  }

  /// Calls Linux's `renameat2`, which Swift's C library module does not export.
  private func exchangeInOneStep(_ new: String, _ old: String) -> Bool {
    typealias Renameat2 =
      @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    let exchange: UInt32 = 2
    return unsafeBitCast(symbol, to: Renameat2.self)(AT_FDCWD, new, AT_FDCWD, old, exchange) == 0
  }

  /// Removes a file, or a folder and its contents.
  func remove(_ path: String) throws(RenderingError) {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw .cannotRemove(path: path, reason: systemReason(error))
    }
  }

  private func refused(_ action: String, _ path: String) -> RenderingError {
    .cannotWrite(path: path, action: action, reason: String(cString: strerror(errno)))
  }
}

// Within the methods above, the names of the C functions would refer to the methods.

private func systemLink(_ path: String, _ target: String) -> Int32 { link(path, target) }

/// The operating system's message for a Foundation error, if there is one.
func systemReason(_ error: any Error) -> String {
  guard let cause = (error as? CocoaError)?.underlying as? POSIXError else { return "\(error)" }
  return String(cString: strerror(cause.code.rawValue))
}
