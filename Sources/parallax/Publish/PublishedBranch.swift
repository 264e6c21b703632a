import FoundationEssentials
import Outputs
import Platform
import Reporting
import Runner

/// A branch that contains only a published site, and files that its host needs.
///
/// The branch is new, or its tip has the list that only publishing to a branch writes; any other is
/// refused.
/// Git plumbing commands build the commit from a temporary folder and a temporary index, so the work
/// tree, the index and the checked-out branch stay untouched. Only the last command changes the
/// branch.
struct PublishedBranch {
  /// A file of a commit, as `git ls-tree` shows it.
  private struct Entry {
    let mode, blob, path: String
  }

  /// What publishing led to.
  struct Outcome {
    /// The new commit; nil if the branch already holds these files.
    var commit: String?
    /// The files that stayed.
    var kept: [String] = []
    /// The files that publishing did not write and that are gone; the branch's history has them.
    var dropped: [String] = []
    /// The patterns to which no file of the branch corresponds.
    var idlePatterns: [String] = []
  }

  /// The files that stay in any case: the address of a site at GitHub, and the pages of earlier reports.
  private static let alwaysKept = ["CNAME", Citation.folder]

  let name: String
  /// Patterns of files that stay, as ``matches(_:_:)`` reads them, in the spelling of git.
  let keep: [String]
  private let root: String
  private let git: Git

  /// - Parameter interruption: Can end what git does; nil if nothing should.
  init(name: String, keep: [String], root: String, interruption: Interruption? = nil) {
    self.name = name
    self.keep = keep.map { Self.normalized($0) ?? $0 }
    self.root = root
    git = Git(in: root, interruption: interruption)
  }

  /// Adds a commit with these files, and with those of the old site that are kept.
  func commit(_ files: [String: [UInt8]]) throws -> Outcome {
    let parent = try usableTip()
    var outcome = Outcome()
    let list = FileList(of: files)
    var files = files
    files[FileList.name] = list.bytes(for: .branch)
    let others = try parent.map { try entries(of: $0, except: Set(files.keys)) } ?? []
    let kept = others.filter(isKept)
    try requireNames(kept)
    outcome.kept = kept.map(\.path).filter { !$0.hasPrefix(Citation.folder) }
    outcome.dropped = others.filter { !isKept($0) }.map(\.path)
    outcome.idlePatterns = keep.filter { pattern in
      parent != nil && !kept.contains { Self.matches($0.path, pattern) }
    }
    let folder = try TemporaryItem.folder(in: TemporaryItem.commonFolder)
    let tree = try withExtendedLifetime(folder) {
      try writeTree(files, kept, in: folder.path)
    }
    if let parent, try run(["rev-parse", "\(parent)^{tree}"], to: "read the branch") == tree {
      return outcome
    }
    let parents = parent.map { ["-p", $0] } ?? []
    let commit = try run(
      ["commit-tree", tree, "-m", "Publish the report"] + parents, to: "make a commit")
    let before = parent ?? String(repeating: "0", count: commit.count)
    try Replacement.perform { try set(to: commit, from: before) }
    outcome.commit = commit
    return outcome
  }

  /// Sets the branch, if it still has the commit from before.
  private func set(to commit: String, from before: String) throws {
    do {
      _ = try run(
        ["update-ref", "--no-deref", "refs/heads/\(name)", commit, before],
        to: "set the branch \"\(name)\"")
    } catch {
      // A hook that runs after the change may be what failed or was ended.
      let tip = try Git(in: root).run(["rev-parse", "--verify", "--quiet", "refs/heads/\(name)"])
      guard tip.output.starts(with: commit.utf8) else { throw error }
    }
  }

  /// The branch's commit, nil if the branch is new; throws if it may not be replaced.
  @discardableResult
  func usableTip() throws -> String? {
    let isPlain = !name.hasPrefix("-") && !name.hasPrefix("refs/") && !["HEAD", "@"].contains(name)
    guard isPlain,
      try run(
        ["check-ref-format", "refs/heads/\(name)"], to: "check the name of the branch",
        allowing: [1]) != nil
    else {
      throw CommandError.file(
        path: name, reason: "This is not the name of a branch. Use a name such as gh-pages.")
    }
    _ = try run(["rev-parse", "--git-dir"], to: "find the checkout whose branch is published to")
    try requireNoSymbolicReference()
    if let place = try checkout() {
      throw CommandError.file(
        path: name,
        reason: "This branch is checked out in \"\(place)\". Publish to another one.")
    }
    if let file = try operation() {
      throw CommandError.file(
        path: name,
        reason: "A rebase or bisection of this branch is not finished, according to \"\(file)\". "
          + "Finish it, or publish to another one.")
    }
    let tip = try run(
      ["rev-parse", "--verify", "--quiet", "refs/heads/\(name)"], to: "read the branch",
      allowing: [1])
    guard let tip else { return nil }
    guard try list(of: tip) != nil else {
      throw CommandError.file(
        path: name,
        reason:
          "This branch is not a published site: it has no \(FileList.name) of one. Publishing "
          + "would replace its files. "
          + "Publish to a new branch, such as gh-pages.")
    }
    return tip
  }

  /// The work tree in which the branch is checked out; nil if there is none.
  private func checkout() throws -> String? {
    let list = try run(["worktree", "list", "--porcelain"], to: "list the work trees")
    var place = ""
    for line in list.split(separator: "\n") {
      if line.hasPrefix("worktree ") { place = String(line.dropFirst("worktree ".count)) }
      if line == "branch refs/heads/\(name)" { return place }
    }
    return nil
  }

  /// Setting such a branch would set the one that it stands for, which may be checked out.
  private func requireNoSymbolicReference() throws {
    let target = try run(
      ["symbolic-ref", "--quiet", "refs/heads/\(name)"], to: "read the branch", allowing: [1, 128])
    guard let target else { return }
    throw CommandError.file(
      path: name,
      reason: "This branch is another name of \"\(target)\". Publish to a branch that is none.")
  }

  /// The file in which a rebase or a bisection, in any work tree, keeps the branch until its end; nil if
  /// there is none.
  private func operation() throws -> String? {
    var common = try run(["rev-parse", "--git-common-dir"], to: "find the work trees")
    if !common.hasPrefix("/") { common = "\(root)/\(common)" }
    let others = "\(common)/worktrees"
    let folders =
      [common] + (isFolder(others) ? try folderNames(others).map { "\(others)/\($0)" } : [])
    let files = [
      "rebase-merge/head-name", "rebase-apply/head-name", "rebase-merge/update-refs",
      "BISECT_START",
    ]
    return try folders.flatMap { folder in files.map { "\(folder)/\($0)" } }.first { file in
      guard FileManager.default.fileExists(atPath: file) else { return false }
      let lines = String(decoding: try fileBytes(file), as: UTF8.self).split(separator: "\n")
      return lines.contains { $0 == name || $0 == "refs/heads/\(name)" }
    }
  }

  /// The list that publishing writes to a branch; nil if a commit has none.
  private func list(of commit: String) throws -> FileList? {
    let text = try run(
      ["cat-file", "blob", "\(commit):\(FileList.name)"], to: "read the branch", allowing: [128])
    return text.flatMap { FileList(Array($0.utf8), in: .branch) }
  }

  /// The files of a commit that publishing did not write, and the pages of earlier reports.
  private func entries(of commit: String, except new: Set<String>) throws -> [Entry] {
    let ours = new.union(try list(of: commit)?.paths ?? [])
    let list = try run(["ls-tree", "-r", "-z", commit], to: "read the branch")
    return list.split(separator: "\0").compactMap { line in
      // Mode, type and hash, and after a tab the path.
      let parts = line.split(separator: "\t", maxSplits: 1)
      let words = parts[0].split(separator: " ")
      guard parts.count == 2, words.count == 3 else { return nil }
      let entry = Entry(mode: String(words[0]), blob: String(words[2]), path: String(parts[1]))
      let stays = entry.path.hasPrefix(Citation.folder) && !new.contains(entry.path)
      return ours.contains(entry.path) && !stays ? nil : entry
    }
  }

  private func isKept(_ entry: Entry) -> Bool {
    (Self.alwaysKept + keep).contains { Self.matches(entry.path, $0) }
  }

  private func requireNames(_ entries: [Entry]) throws {
    // What was no UTF-8 has become this character, and could only be kept under another name.
    guard let entry = entries.first(where: { $0.path.contains("\u{FFFD}") }) else { return }
    throw CommandError.file(
      path: name,
      reason: "The file \"\(entry.path)\" on this branch cannot be kept, since its name is not "
        + "UTF-8. Rename it there, or remove it.")
  }

  /// A pattern as git spells paths, without `.` and doubled slashes; nil for one that no path of a
  /// branch can match: an absolute one, one with `..`, or one of the whole branch.
  static func normalized(_ pattern: String) -> String? {
    let parts = pattern.split(separator: "/").filter { $0 != "." }
    guard !pattern.hasPrefix("/"), !parts.isEmpty, !parts.contains("..") else { return nil }
    return parts.joined(separator: "/")
  }

  /// Whether a path is the pattern, is in the folder that the pattern names, or matches it.
  ///
  /// `*` stands for any characters and `?` for any one, even `/`, as in git's pathspecs. There a character
  /// is a byte, and here it may also be one of Unicode.
  static func matches(_ path: String, _ pattern: String) -> Bool {
    let folder = pattern.hasSuffix("/") ? pattern : pattern + "/"
    if path == pattern || path.hasPrefix(folder) { return true }
    let before = unicode.flatMap { uselocale($0) }
    defer { if let before { _ = uselocale(before) } }
    return fnmatch(pattern, path, 0) == 0
  }

  /// A locale in which a character is one of Unicode; nil if the system has none.
  private nonisolated(unsafe) static let unicode: locale_t? = newlocale(
    LC_CTYPE_MASK, "C.UTF-8", nil)

  /// Stores the files without the checkout's filters, and returns the hash of the tree.
  private func writeTree(
    _ files: [String: [UInt8]], _ kept: [Entry], in folder: String
  ) throws -> String {
    let files = files.sorted { $0.key < $1.key }
    let index = "\(folder)/index"
    // A few hundred per call: each takes milliseconds, and a command line's length is limited.
    for start in stride(from: 0, to: files.count, by: 200) {
      let range = start..<min(start + 200, files.count)
      for number in range { try writeNewFile(files[number].value, to: "\(folder)/\(number)") }
      let blobs = try run(
        ["hash-object", "-w", "--no-filters", "--"] + range.map { "\(folder)/\($0)" },
        to: "store the files"
      ).split(separator: "\n")
      let entries = zip(blobs, range).map {
        Entry(mode: "100644", blob: String($0), path: files[$1].key)
      }
      try add(entries, to: index)
    }
    for start in stride(from: 0, to: kept.count, by: 200) {
      try add(kept[start..<min(start + 200, kept.count)].map(\.self), to: index)
    }
    return try run(["write-tree"], to: "store the list of files", index: index)
  }

  private func add(_ entries: [Entry], to index: String) throws {
    let arguments = entries.flatMap { ["--cacheinfo", "\($0.mode),\($0.blob),\($0.path)"] }
    _ = try run(["update-index", "--add"] + arguments, to: "list the files", index: index)
  }

  private func run(
    _ arguments: [String], to purpose: String, index: String? = nil
  ) throws -> String {
    try run(arguments, to: purpose, index: index, allowing: []) ?? ""
  }

  /// The output of git; nil if it ends with one of the allowed exit codes other than 0.
  private func run(
    _ arguments: [String], to purpose: String, index: String? = nil, allowing codes: [Int32]
  ) throws -> String? {
    let result = try git.run(arguments, index: index)
    switch result.ending {
    case .exited(code: 0):
      let output = String(decoding: result.output, as: UTF8.self)
      return String(output.reversed().drop(while: \.isWhitespace).reversed())
    case .exited(let code) where codes.contains(code): return nil
    case .exited(code: 127):
      throw CommandError.git(purpose: purpose, reason: "It is not installed, or not on the PATH.")
    case .exited: throw CommandError.git(purpose: purpose, reason: Self.reason(in: result))
    case .timedOut: throw CommandError.git(purpose: purpose, reason: "It took over a minute.")
    default: throw CommandError.git(purpose: purpose, reason: "It ended early: \(result.ending)")
    }
  }

  /// The first line that git calls an error, since advice follows it, or the last line.
  private static func reason(in result: ChildResult) -> String {
    let lines = result.standardError.split(separator: "\n").map(String.init)
    return lines.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") } ?? lines.last
      ?? "It gave no reason."
  }
}
