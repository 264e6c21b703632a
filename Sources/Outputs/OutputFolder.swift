import Platform

/// A folder of files that are replaced together, such as a site.
///
/// The files of the last write are ours, and the file `.parallax-files` lists them. All others stay
/// as they are.
package struct OutputFolder: Sendable {
  static let listName = ".parallax-files"
  /// A list of all our files in the temporary folder of a write, from before it moves the first.
  static let journalName = "journal"
  /// The prefix of the note's line, with which none of our paths begins.
  private static let noteMark = "// "

  private let output: Output
  private let inputs: InputFiles
  private var path: String { output.path }

  /// Decides whether the folder may be written to.
  ///
  /// - Parameters:
  ///   - path: The folder; it and its parent folders are created if they are missing.
  ///   - option: The option that names it, for messages.
  package init(_ path: String, option: String, inputs: InputFiles) throws(OutputError) {
    output = try Output(folder: path, option: option, inputs: inputs)
    self.inputs = inputs
  }

  /// Replaces the files of the last write with these files.
  ///
  /// A file that already has the same bytes is kept, with its modification time.
  ///
  /// - Parameters:
  ///   - files: The files by their paths.
  ///   - note: One line that ``written()`` returns along with the files. It is stored only if all
  ///     files were written.
  /// - Throws: ``OutputError/foreignFile(path:folder:)`` if something that we did not write has the
  ///   path of one of ours, ``OutputError/input(path:what:option:)`` if the command reads one of ours,
  ///   ``OutputError/unusablePath(_:)`` for a path outside the folder.
  package func write(_ files: [String: [UInt8]], note: String? = nil) throws(OutputError) {
    precondition(note?.contains("\n") != true, "a note is one line")
    for path in files.keys where !Self.isUsable(path) { throw .unusablePath(path) }
    let created = try makeFolder(path)
    do throws(OutputError) {
      let lock = try lockFolder()
      defer { close(lock) }
      try replace(files, note: note)
    } catch {
      for folder in created.reversed() { rmdir(folder) }
      throw error
    }
  }

  /// The files of the last write that still exist, with their current bytes, and the note; the note
  /// is nil if there was none or the write did not finish.
  package func written() throws(OutputError) -> (files: [String: [UInt8]], note: String?) {
    let (listed, note) = try list()
    var files: [String: [UInt8]] = [:]
    for name in listed where try existing(name, listed) != nil { files[name] = try read(name) }
    return (files, note)
  }

  private func replace(_ files: [String: [UInt8]], note: String?) throws(OutputError) {
    let (oldList, oldNote) = try list()
    let listed = oldList.union(try journals())
    var replacement = FolderReplacement(folder: path)
    var old: Set<String> = []
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let status = try existing(name, listed, isNeeded: true)
      if status != nil {
        old.insert(name)
        if try read(name) == bytes { continue }
        try requireReplaceable(name)
      }
      replacement.changed.append(.init(name: name, bytes: bytes, replaced: status))
    }
    for name in listed.subtracting(files.keys).sorted() where try existing(name, listed) != nil {
      try requireReplaceable(name)
      old.insert(name)
      replacement.stale.append(name)
    }
    replacement.journal = Self.list(old.union(files.keys), note: nil)
    replacement.list = Self.list(files.keys, note: note)
    let isSame =
      replacement.changed.isEmpty && replacement.stale.isEmpty && oldList == Set(files.keys)
    if !isSame || oldNote != note { try replacement.carryOut() }
    TemporaryItem.removeAbandoned(in: path, includesJournals: true)
  }

  /// Our files according to writes that were killed amid the moves.
  private func journals() throws(OutputError) -> Set<String> {
    let names: [String]
    do { names = try folderNames(path) } catch {
      throw .refused(path: error.path, action: "read", reason: error.reason.description)
    }
    var paths: Set<String> = []
    for name in names where name.hasPrefix(TemporaryItem.prefix) {
      let journal = "\(name)/\(Self.journalName)"
      guard status(of: "\(path)/\(journal)", followingLinks: false)?.kind == S_IFREG else {
        continue
      }
      paths.formUnion(
        String(decoding: try read(journal), as: UTF8.self).split(separator: "\n").map(String.init)
          .filter(Self.isUsable))
    }
    return paths
  }

  /// The system's record of one of our files; nil if there is none.
  ///
  /// - Parameter isNeeded: Whether it is an error if something else is in the way.
  private func existing(
    _ name: String, _ listed: Set<String>, isNeeded: Bool = false
  ) throws(OutputError) -> stat? {
    var (whole, status) = (path, stat())
    let parts = name.split(separator: "/")
    for (index, part) in parts.enumerated() {
      whole += "/\(part)"
      let isLast = index == parts.count - 1
      guard lstat(whole, &status) == 0 else {
        if errno == ENOENT { return nil }
        throw refused("write", whole)
      }
      let isOurs = isLast ? status.kind == S_IFREG && listed.contains(name) : status.kind == S_IFDIR
      guard !isOurs else { continue }
      guard isNeeded else { return nil }
      throw .foreignFile(
        path: parts[...index].joined(separator: "/"), folder: output.name)
    }
    return status
  }

  /// Refuses to replace or remove what the command reads, and a database with more than we wrote.
  private func requireReplaceable(_ name: String) throws(OutputError) {
    let shown = "\(output.name)/\(name)"
    if let what = inputs.what(isAt: "\(path)/\(name)") {
      throw .input(path: shown, what: what, option: output.option)
    }
    let beginning: [UInt8]
    do { beginning = try FileReader("\(path)/\(name)").next(20) ?? [] } catch {
      throw .refused(path: shown, action: "read", reason: error.reason.description)
    }
    // Published databases have no write-ahead log; writing to one changes this byte of its header
    // (https://www.sqlite.org/fileformat.html, section 1.3.3).
    if beginning.count == 20, beginning.starts(with: "SQLite format 3\0".utf8), beginning[18] == 2 {
      throw .changedDatabase(path: shown, option: output.option)
    }
  }

  /// Waits for another process that replaces files of this folder.
  private func lockFolder() throws(OutputError) -> Int32 {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw refused("open", output.name) }
    // Where there are no locks, two writers at once are not noticed.
    while flock(folder, LOCK_EX) != 0, errno == EINTR {}
    return folder
  }

  private func list() throws(OutputError) -> (paths: Set<String>, note: String?) {
    guard status(of: "\(path)/\(Self.listName)") != nil else { return ([], nil) }
    let lines = String(decoding: try read(Self.listName), as: UTF8.self).split(separator: "\n")
    let note = lines.first { $0.hasPrefix(Self.noteMark) }?.dropFirst(Self.noteMark.count)
    return (Set(lines.map(String.init).filter(Self.isUsable)), note.map(String.init))
  }

  private static func list(_ paths: some Sequence<String>, note: String?) -> [UInt8] {
    let lines = (note.map { [noteMark + $0] } ?? []) + paths.sorted()
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  private func read(_ name: String) throws(OutputError) -> [UInt8] {
    do { return try fileBytes("\(path)/\(name)") } catch {
      throw .refused(path: error.path, action: "read", reason: error.reason.description)
    }
  }

  private static func isUsable(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return path != listName && !path.contains("\n") && !path.contains("\0")
      && !path.hasPrefix(TemporaryItem.prefix)
      && parts.allSatisfy { !["", ".", ".."].contains($0) }
  }
}

/// Creates a folder and its missing parent folders, and returns those that were missing.
@discardableResult
package func makeFolder(_ path: String) throws(OutputError) -> [String] {
  if mkdir(path, 0o777) == 0 { return [path] }
  if errno == EEXIST, isFolder(path) { return [] }
  guard errno == ENOENT, path != "/" else { throw refused("create the folder", path) }
  let above = try makeFolder(parentPath(path))
  return above + (try makeFolder(path))
}
