import FoundationEssentials
import Platform

/// The folder that a site is written to.
///
/// The whole site is first written to a staging folder and replaces the old one only when it is
/// complete, so an earlier failure, such as a full disk, leaves the old site unchanged. If the folder
/// also holds files that we did not write, such as a database, those stay, and the new files replace
/// the old ones one by one. Files with the same bytes as before are not touched. The file
/// `.parallax-files` lists our files.
package struct SiteFolder: Sendable {
  private static let listName = ".parallax-files"
  /// The prefix of the note's line, with which none of our paths begins.
  private static let noteMark = "// "

  private let path: String
  private let staging: String
  private let system: SiteSystem

  /// Selects the folder; it and its parent folders are created if they are missing.
  ///
  /// - Throws: ``RenderingError/unusablePath(_:)`` for the root of the file system.
  package init(_ path: String) throws(RenderingError) {
    let absolute = SiteSystem.absolutePath(path)
    guard let slash = absolute.lastIndex(of: "/"), absolute.count > 1 else {
      throw .unusablePath(path)
    }
    self.path = absolute
    let name = absolute[absolute.index(after: slash)...]
    staging = "\(absolute[..<slash])/.\(name).partial-\(SiteSystem.processIdentifier)"
    system = SiteSystem()
  }

  /// Replaces the files of the last write with these files.
  ///
  /// A file that already has the same bytes is kept, with its modification time.
  ///
  /// - Parameters:
  ///   - files: The files by their paths.
  ///   - note: One line that ``written()`` returns along with the files. It is stored only if all
  ///     files were written.
  /// - Throws: ``RenderingError/cannotWrite(path:action:reason:)`` if the operating system refuses,
  ///   ``RenderingError/foreignFile(path:folder:)`` if a file that we did not write has the path of
  ///   one of ours, ``RenderingError/unusablePath(_:)`` for a path outside the folder,
  ///   ``RenderingError/notAFolder(_:)`` if a file has the folder's path.
  package func write(
    _ files: [String: [UInt8]],
    note: String? = nil
  ) throws(RenderingError) {
    precondition(note?.contains("\n") != true, "a note is one line")
    for path in files.keys where !isUsable(path) { throw .unusablePath(path) }
    let old = try contents()
    let listed = try list()
    let ours = Set(listed.paths).intersection(old)
    let foreign = old.subtracting(ours).subtracting([Self.listName])
    if let path = files.keys.filter(foreign.contains).min() {
      throw .foreignFile(path: path, folder: self.path)
    }
    let isWhole = ours == Set(files.keys) ? try areUnchanged(files) : false
    if isWhole, listed.note == note { return }
    do throws(RenderingError) {
      if isWhole {
        try moveList(files.keys, note: note)
      } else if foreign.isEmpty {
        try stage(files, note: note, keeping: ours)
        try system.swap(staging, with: path)
      } else {
        try stage(files, note: note)
        try move(files, replacing: ours)
      }
    } catch {
      // An error here says less than the first one, which the user must fix anyway.
      do { try system.remove(staging) } catch {}
      throw error
    }
    if system.exists(staging) { try system.remove(staging) }
  }

  /// The files of the last write that still exist, with their current bytes, and the note; the note
  /// is nil if there was none or the write did not finish.
  ///
  /// - Throws: ``RenderingError/cannotWrite(path:action:reason:)`` if a file cannot be read.
  package func written() throws(RenderingError) -> (files: [String: [UInt8]], note: String?) {
    let listed = try list()
    var files: [String: [UInt8]] = [:]
    for name in listed.paths where system.exists("\(path)/\(name)") {
      files[name] = try system.read("\(path)/\(name)")
    }
    return (files, listed.note)
  }

  /// Writes the files to a staging folder.
  ///
  /// - Parameter kept: Files of the old folder that are reused if they hold the same bytes, so that
  ///   a server need not send them again.
  private func stage(
    _ files: [String: [UInt8]],
    note: String?,
    keeping kept: Set<String> = []
  ) throws(RenderingError) {
    try clearStaging()
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      try makeFolders(above: name, in: staging)
      if kept.contains(name), try isUnchanged(name, bytes),
        system.link("\(path)/\(name)", to: "\(staging)/\(name)")
      {
        continue
      }
      try system.write(bytes, to: "\(staging)/\(name)")
    }
    try system.write(list(files.keys, note: note), to: "\(staging)/\(Self.listName)")
  }

  private func clearStaging() throws(RenderingError) {
    if system.exists(staging) { try system.remove(staging) }
    try system.makeFolder(staging)
  }

  /// Replaces the folder's list of files.
  private func moveList(
    _ paths: some Sequence<String>,
    note: String?
  ) throws(RenderingError) {
    try clearStaging()
    try system.write(list(paths, note: note), to: "\(staging)/\(Self.listName)")
    try system.move("\(staging)/\(Self.listName)", to: "\(path)/\(Self.listName)")
  }

  /// Moves staged files into a folder that also holds other files.
  private func move(
    _ files: [String: [UInt8]],
    replacing ours: Set<String>
  ) throws(RenderingError) {
    let all = ours.union(files.keys)
    try system.write(list(all, note: nil), to: "\(staging)/\(Self.listName).all")
    try system.move("\(staging)/\(Self.listName).all", to: "\(path)/\(Self.listName)")
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      if ours.contains(name), try isUnchanged(name, bytes) { continue }
      try makeFolders(above: name, in: path)
      try system.move("\(staging)/\(name)", to: "\(path)/\(name)")
    }
    for name in ours.subtracting(files.keys).sorted() { try system.remove("\(path)/\(name)") }
    try system.move("\(staging)/\(Self.listName)", to: "\(path)/\(Self.listName)")
  }

  /// The paths of all files in the folder; empty if the folder does not exist.
  private func contents() throws(RenderingError) -> Set<String> {
    guard system.exists(path) else { return [] }
    guard isFolder(path) else { throw .notAFolder(path) }
    return try system.files(in: path)
  }

  private func list() throws(RenderingError) -> (paths: [String], note: String?) {
    let list = "\(path)/\(Self.listName)"
    guard system.exists(list) else { return ([], nil) }
    let lines = String(decoding: try system.read(list), as: UTF8.self).split(separator: "\n")
    let note = lines.first { $0.hasPrefix(Self.noteMark) }?.dropFirst(Self.noteMark.count)
    return (lines.map(String.init).filter(isUsable), note.map(String.init))
  }

  private func list(_ paths: some Sequence<String>, note: String?) -> [UInt8] {
    let lines = (note.map { [Self.noteMark + $0] } ?? []) + paths.sorted()
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  private func areUnchanged(_ files: [String: [UInt8]]) throws(RenderingError) -> Bool {
    for (name, bytes) in files where try !isUnchanged(name, bytes) { return false }
    return true
  }

  private func isUnchanged(_ name: String, _ bytes: [UInt8]) throws(RenderingError) -> Bool {
    try system.read("\(path)/\(name)") == bytes
  }

  private func makeFolders(above name: String, in folder: String) throws(RenderingError) {
    var current = folder
    for part in name.split(separator: "/").dropLast() {
      current += "/\(part)"
      try system.makeFolder(current)
    }
  }

  private func isUsable(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return path != Self.listName && !path.contains("\n") && !path.contains("\0")
      && parts.allSatisfy { !["", ".", ".."].contains($0) }
  }
}
