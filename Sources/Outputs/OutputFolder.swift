import Platform

/// A folder of files that are replaced together, such as a site.
///
/// The files of the last write are ours, and the file `.parallax-files` lists them with their digests.
/// All others stay as they are, and ones of ours that were changed since are not replaced.
package struct OutputFolder: Sendable {
  /// A list of all our files in the temporary folder of a write, from before it moves the first.
  static let journalName = "journal"

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
  ///   path of one of ours, ``OutputError/changedFile(path:option:)`` if one of ours was changed since,
  ///   ``OutputError/input(path:what:option:)`` if the command reads one of ours,
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
    let list = try list()
    var files: [String: [UInt8]] = [:]
    for name in list.digests.keys where try existing(name, list) != nil {
      files[name] = try read(name)
    }
    return (files, list.note)
  }

  private func replace(_ files: [String: [UInt8]], note: String?) throws(OutputError) {
    let (oldList, newList) = (try list(), FileList(of: files, note: note))
    var known = oldList
    try mergeJournals(into: &known)
    var replacement = FolderReplacement(folder: path)
    // Until the end, files have their old or their new bytes.
    var journal = newList
    journal.note = nil
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let status = try existing(name, known, isNeeded: true)
      if status != nil {
        let old = try read(name)
        if old == bytes { continue }
        try requireReplaceable(name, old, known)
        journal.digests[name, default: []].formUnion(known.digests[name] ?? [])
      }
      replacement.changed.append(.init(name: name, bytes: bytes, replaced: status))
    }
    for (name, digests) in known.digests.sorted(by: { $0.key < $1.key })
    where files[name] == nil {
      guard try existing(name, known) != nil else { continue }
      try requireReplaceable(name, try read(name), known)
      journal.digests[name] = digests
      replacement.stale.append(name)
    }
    replacement.journal = journal.bytes(for: .folder)
    replacement.list = newList.bytes(for: .folder)
    let isSame =
      replacement.changed.isEmpty && replacement.stale.isEmpty && oldList == newList
    if !isSame { try replacement.carryOut() }
    TemporaryItem.removeAbandoned(in: path, includesJournals: true)
  }

  /// Adds our files according to writes that were killed amid the moves.
  private func mergeJournals(into known: inout FileList) throws(OutputError) {
    let names: [String]
    do { names = try folderNames(path) } catch {
      throw .refused(path: error.path, action: "read", reason: error.reason)
    }
    for name in names where TemporaryItem.isName(name) {
      let journal = "\(name)/\(Self.journalName)"
      guard status(of: "\(path)/\(journal)", followingLinks: false)?.kind == S_IFREG,
        let list = Self.usable(FileList(try read(journal), in: .folder))
      else { continue }
      known.merge(list)
    }
  }

  /// The system's record of one of our files; nil if there is none.
  ///
  /// - Parameter isNeeded: Whether it is an error if something else is in the way.
  private func existing(
    _ name: String, _ list: FileList, isNeeded: Bool = false
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
      let isOurs =
        isLast ? status.kind == S_IFREG && list.digests[name] != nil : status.kind == S_IFDIR
      guard !isOurs else { continue }
      guard isNeeded else { return nil }
      if let what = inputs.what(isAt: whole) {
        throw .input(path: "\(output.name)/\(name)", what: what, option: output.option)
      }
      throw .foreignFile(
        path: parts[...index].joined(separator: "/"), folder: output.name)
    }
    return status
  }

  /// Refuses to replace or remove what the command reads, and what was changed since we wrote it.
  private func requireReplaceable(
    _ name: String, _ bytes: [UInt8], _ list: FileList
  ) throws(OutputError) {
    let shown = "\(output.name)/\(name)"
    if let what = inputs.what(isAt: "\(path)/\(name)") {
      throw .input(path: shown, what: what, option: output.option)
    }
    guard list.holds(bytes, at: name) else {
      throw .changedFile(path: shown, option: output.option)
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

  /// The list of our files, which is empty in a folder to which we have not written.
  private func list() throws(OutputError) -> FileList {
    guard let status = status(of: "\(path)/\(FileList.name)", followingLinks: false) else {
      return FileList(of: [:])
    }
    // Reading a pipe would wait for a writer.
    guard status.kind == S_IFREG,
      let list = Self.usable(FileList(try read(FileList.name), in: .folder))
    else { throw .foreignFile(path: FileList.name, folder: output.name) }
    return list
  }

  /// The list without paths that are not ours.
  private static func usable(_ list: FileList?) -> FileList? {
    guard var list else { return nil }
    list.digests = list.digests.filter { isUsable($0.key) }
    return list
  }

  private func read(_ name: String) throws(OutputError) -> [UInt8] {
    do { return try fileBytes("\(path)/\(name)") } catch {
      throw .refused(path: error.path, action: "read", reason: error.reason)
    }
  }

  private static func isUsable(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return path != FileList.name && !path.contains("\n") && !path.contains("\0")
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
