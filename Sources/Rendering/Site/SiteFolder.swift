import FoundationEssentials

/// The folder that a site is written to.
///
/// The whole site is written beside the folder first and takes its place only when it is complete,
/// so that what goes wrong before, a full disk for example, leaves the old site as it was. Files
/// that others put into the folder, such as a database, stay; then the new files take the places of
/// the old ones one after the other, and those that hold the same bytes already are not touched.
/// The file `.parallax-files` lists what is ours.
package struct SiteFolder: Sendable {
  private static let listName = ".parallax-files"
  /// What the line of the note begins with, as no path of ours does.
  private static let noteMark = "// "

  private let path: String
  private let staging: String
  private let system: SiteSystem

  /// Names the folder; it and the folders above it are made when they are missing.
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

  /// Makes the folder hold these files, given by their paths, in place of those of the last time.
  ///
  /// A file that is there with the same bytes stays the file that it was, with its time.
  ///
  /// - Parameters:
  ///   - files: The files by their paths.
  ///   - note: One line that ``written()`` gives back together with the files; it is kept only when
  ///     all of them have been written.
  /// - Throws: ``RenderingError/cannotWrite(path:action:reason:)`` when the operating system
  ///   refuses, ``RenderingError/foreignFile(path:folder:)`` when somebody else's file has the path
  ///   of one of ours, ``RenderingError/unusablePath(_:)`` for a path that leads out of the folder.
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
      // What is left over says less than the first error, which the user has to mend anyway.
      do { try system.remove(staging) } catch {}
      throw error
    }
    if system.exists(staging) { try system.remove(staging) }
  }

  /// The files that were written here the last time, as far as they are there, with the bytes that
  /// they have now; and the note, nil when there was none or the writing did not come to its end.
  ///
  /// - Throws: ``RenderingError/cannotWrite(path:action:reason:)`` for a file that cannot be read.
  package func written() throws(RenderingError) -> (files: [String: [UInt8]], note: String?) {
    let listed = try list()
    var files: [String: [UInt8]] = [:]
    for name in listed.paths where system.exists("\(path)/\(name)") {
      files[name] = try system.read("\(path)/\(name)")
    }
    return (files, listed.note)
  }

  /// Writes the files into a folder of their own, beside the one that they are for.
  ///
  /// - Parameter kept: Those of the old folder that become part of the new one when they hold the
  ///   same bytes, so that a server need not hand them out again.
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

  /// Puts another list in the place of that of the folder.
  private func moveList(
    _ paths: some Sequence<String>,
    note: String?
  ) throws(RenderingError) {
    try clearStaging()
    try system.write(list(paths, note: note), to: "\(staging)/\(Self.listName)")
    try system.move("\(staging)/\(Self.listName)", to: "\(path)/\(Self.listName)")
  }

  /// Moves staged files into a folder that also holds files of others.
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

  /// The paths of all files in the folder; empty when there is no folder.
  private func contents() throws(RenderingError) -> Set<String> {
    guard system.exists(path) else { return [] }
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
