import Platform

/// The step from the files that a folder has to those that it should have.
///
/// All new files are first written to a hidden folder in the same folder, which therefore keeps its
/// mode, owner and links, and may be a mount point. Then they are moved into place one by one. If a
/// move fails, those before it are undone. If the process is killed amid the moves, the hidden folder
/// stays with a list of the old and the new files, so that the next write knows them all as ours.
struct FolderReplacement {
  struct NewFile {
    var name: String
    var bytes: [UInt8]
    /// The system's record of the file that it replaces, whose mode and owner it gets.
    var replaced: stat?
  }

  /// How a move is undone.
  private enum Undoing {
    case rename(String, to: String)
    case remove(String)
    case removeFolder(String)
  }

  /// The absolute path.
  let folder: String
  var changed: [NewFile] = []
  /// Our files that are removed.
  var stale: [String] = []
  /// The list of our old and new files.
  var journal: [UInt8] = []
  /// The list of our files at the end.
  var list: [UInt8] = []

  private var undoings: [Undoing] = []
  private var backups = 0

  init(folder: String) { self.folder = folder }

  mutating func carryOut() throws(OutputError) {
    // Journals of killed writes are needed until this one has its own.
    let staging = try TemporaryItem.folder(in: folder, removesOthers: false)
    let listPath = "\(folder)/\(FileList.name)"
    let oldList = status(of: listPath)
    for (index, file) in changed.enumerated() {
      try writeNewFile(
        file.bytes, to: "\(staging.path)/\(index)", like: file.replaced,
        named: "\(folder)/\(file.name)")
    }
    try writeNewFile(list, to: "\(staging.path)/list", like: oldList, named: listPath)
    try writeNewFile(
      journal, to: "\(staging.path)/\(OutputFolder.journalName)", named: listPath)
    try Replacement.perform { () throws(OutputError) in
      do throws(OutputError) { try move(from: staging.path, list: listPath) } catch {
        for undoing in undoings.reversed() { undo(undoing) }
        throw error
      }
    }
    for name in stale { removeEmptyFolders(above: name) }
  }

  private mutating func move(from staging: String, list: String) throws(OutputError) {
    for (index, file) in changed.enumerated() {
      try makeFolders(above: file.name)
      try replace("\(folder)/\(file.name)", with: "\(staging)/\(index)", staging)
    }
    try replace(list, with: "\(staging)/list", staging)
    for name in stale {
      let backup = nextBackup(in: staging)
      guard rename("\(folder)/\(name)", backup) == 0 else {
        throw refused("remove", "\(folder)/\(name)")
      }
      undoings.append(.rename(backup, to: "\(folder)/\(name)"))
    }
  }

  /// Moves a staged file into place and keeps what it replaces until the end.
  private mutating func replace(
    _ target: String, with staged: String, _ staging: String
  ) throws(OutputError) {
    if let existing = status(of: target, followingLinks: false) {
      guard existing.kind == S_IFREG else {
        throw .refused(
          path: target, action: "replace", reason: SystemError(code: EEXIST))
      }
      let backup = nextBackup(in: staging)
      // Without hard links the target is missing for a moment.
      guard link(target, backup) == 0 || rename(target, backup) == 0 else {
        throw refused("replace", target)
      }
      undoings.append(.rename(backup, to: target))
    }
    guard rename(staged, target) == 0 else { throw refused("replace", target) }
    undoings.append(.remove(target))
  }

  private mutating func nextBackup(in staging: String) -> String {
    backups += 1
    return "\(staging)/old-\(backups)"
  }

  private mutating func makeFolders(above name: String) throws(OutputError) {
    var current = folder
    for part in name.split(separator: "/").dropLast() {
      current += "/\(part)"
      if mkdir(current, 0o777) == 0 {
        undoings.append(.removeFolder(current))
      } else if errno != EEXIST {
        throw refused("create the folder", current)
      }
    }
  }

  /// What fails here says less than the error before it.
  private func undo(_ undoing: Undoing) {
    switch undoing {
    case .rename(let path, let target): rename(path, target)
    case .remove(let path): unlink(path)
    case .removeFolder(let path): rmdir(path)
    }
  }

  private func removeEmptyFolders(above name: String) {
    var path = parentPath("\(folder)/\(name)")
    while path != folder, rmdir(path) == 0 { path = parentPath(path) }
  }
}
