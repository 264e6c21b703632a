package import Platform

/// The paths of all files below a folder, relative to it; links are not followed.
package func filePaths(below folder: String) throws(FileError) -> [String] {
  var paths: [String] = []
  for name in try folderNames(folder) {
    if isRealFolder("\(folder)/\(name)") {
      paths += try filePaths(below: "\(folder)/\(name)").map { "\(name)/\($0)" }
    } else {
      paths.append(name)
    }
  }
  return paths
}

/// Removes a file, or a folder with everything in it; nothing happens if there is none.
///
/// Links are removed, not followed, even if another process swaps one in meanwhile.
package func removeTree(_ path: String) throws(OutputError) {
  let code = removeEntry(path, in: AT_FDCWD)
  guard code == 0 else {
    throw .refused(path: path, action: "remove", reason: SystemError(code: code))
  }
}

/// Returns 0 or the error number.
private func removeEntry(_ name: String, in folder: Int32) -> Int32 {
  if unlinkat(folder, name, 0) == 0 || errno == ENOENT { return 0 }
  let code = errno
  let opened = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  guard opened >= 0 else { return code }
  var result: Int32 = 0
  for entry in entries(of: opened) {
    let code = removeEntry(entry, in: opened)
    if result == 0 { result = code }
  }
  close(opened)
  if unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT { return 0 }
  return result == 0 ? errno : result
}

/// The names in an open folder; none if it cannot be read, and then it cannot be removed either.
private func entries(of folder: Int32) -> [String] {
  let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
  guard copy >= 0 else { return [] }
  guard let stream = fdopendir(copy) else {
    close(copy)
    return []
  }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// The system's record of what a path names, with links followed or not; nil if there is nothing, or
/// it cannot be reached.
func status(of path: String, followingLinks: Bool = true) -> stat? {
  var status = stat()
  let code = followingLinks ? stat(path, &status) : lstat(path, &status)
  return code == 0 ? status : nil
}

extension stat {
  var kind: mode_t { st_mode & S_IFMT }

  func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}

/// Whether a path is a folder and not a link to one.
private func isRealFolder(_ path: String) -> Bool {
  status(of: path, followingLinks: false)?.kind == S_IFDIR
}

/// The absolute path that a name leads to: links are followed, even those to nothing, and parts that
/// do not exist are kept.
///
/// - Returns: nil for links that lead in a circle.
package func resolvedPath(_ name: String) -> String? { resolvedPath(name, links: 0) }

private func resolvedPath(_ name: String, links: Int) -> String? {
  if let path = canonicalPath(name) { return path }
  guard links < 40, !name.isEmpty else { return nil }
  let parts = name.split(separator: "/").filter { $0 != "." }
  guard let last = parts.last else { return nil }
  let above = (name.hasPrefix("/") ? "/" : "./") + parts.dropLast().joined(separator: "/")
  guard let base = resolvedPath(above, links: links) else { return nil }
  if last == ".." { return parentPath(base) }
  let path = base == "/" ? "/\(last)" : "\(base)/\(last)"
  guard let target = linkTarget(path) else { return path }
  return resolvedPath(target.hasPrefix("/") ? target : "\(base)/\(target)", links: links + 1)
}

/// The folder that an absolute path without links lies in.
func parentPath(_ path: String) -> String {
  let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
  return parent.isEmpty ? "/" : String(parent)
}

/// What a symbolic link says; nil if the path is no link.
package func linkTarget(_ path: String) -> String? {
  var bytes = [UInt8](repeating: 0, count: 4_096)
  let count = bytes.withUnsafeMutableBytes { buffer -> Int in
    guard let start = buffer.baseAddress else { return -1 }
    return readlink(path, start.assumingMemoryBound(to: CChar.self), buffer.count)
  }
  return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
}

/// Creates a file with its bytes.
///
/// - Parameters:
///   - old: The record of a file whose mode and owner it gets; nil for the usual ones.
///   - name: The file's name in errors; nil for its path.
package func writeNewFile(
  _ bytes: [UInt8], to path: String, like old: stat? = nil, named name: String? = nil
) throws(OutputError) {
  let name = name ?? path
  let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, old == nil ? 0o666 : 0o600)
  guard file >= 0 else { throw refused("write", name) }
  defer { close(file) }
  do { try writeAll(bytes, to: file) } catch {
    throw .refused(path: name, action: "write", reason: error)
  }
  guard let old else { return }
  // A user who may not give files away owns the new one.
  _ = fchown(file, old.st_uid, old.st_gid)
  guard fchmod(file, old.st_mode & 0o7777) == 0 else { throw refused("write", name) }
}

/// The system's last error.
func refused(_ action: String, _ path: String) -> OutputError {
  .refused(path: path, action: action, reason: .last)
}
