import Outputs
import Platform
import Runner

/// A branch that contains only a published site, and files that its host needs.
///
/// The branch is new, or its tip is a site that was published before; any other branch is refused.
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
    /// The patterns to which no file of the branch corresponds.
    var idlePatterns: [String] = []
  }

  /// The files that stay in any case: the address of a site at GitHub.
  private static let alwaysKept = ["CNAME"]

  let name: String
  /// Patterns of files that stay, as ``matches(_:_:)`` reads them.
  let keep: [String]
  private let git: Git

  init(name: String, keep: [String], root: String) {
    self.name = name
    self.keep = keep
    git = Git(in: root)
  }

  /// Adds a commit with these files, and with those of the old site that are kept.
  func commit(_ files: [String: [UInt8]]) throws -> Outcome {
    let parent = try usableTip()
    var outcome = Outcome()
    let kept = try parent.map { try entries(of: $0, except: Set(files.keys)) } ?? []
    outcome.kept = kept.map(\.path)
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
    try Replacement.perform {
      _ = try run(
        ["update-ref", "refs/heads/\(name)", commit, before], to: "set the branch \"\(name)\"")
    }
    outcome.commit = commit
    return outcome
  }

  /// The branch's commit, nil if the branch is new; throws if it may not be replaced.
  @discardableResult
  func usableTip() throws -> String? {
    let isPlain = !name.hasPrefix("-") && !name.hasPrefix("refs/") && name != "HEAD"
    guard isPlain,
      try run(
        ["check-ref-format", "--branch", name], to: "check the name of the branch",
        allowing: [1, 128, 129]) != nil
    else {
      throw CommandError.file(
        path: name, reason: "This is not the name of a branch. Use a name such as gh-pages.")
    }
    _ = try run(["rev-parse", "--git-dir"], to: "find the checkout whose branch is published to")
    if let place = try checkout() {
      throw CommandError.file(
        path: name,
        reason: "This branch is checked out in \"\(place)\". Publish to another one.")
    }
    let tip = try run(
      ["rev-parse", "--verify", "--quiet", "refs/heads/\(name)"], to: "read the branch",
      allowing: [1])
    guard let tip else { return nil }
    guard try digests(of: tip).contains("index.html") else {
      throw CommandError.file(
        path: name,
        reason: "This branch is not a published site, and publishing would replace its files. "
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

  /// The paths in a commit's list of digests, which a published site has.
  private func digests(of commit: String) throws -> Set<String> {
    let list = try run(
      ["cat-file", "blob", "\(commit):SHA256SUMS"], to: "read the branch", allowing: [128])
    // A digest has 64 digits.
    return Set((list ?? "").split(separator: "\n").map { String($0.dropFirst(66)) })
  }

  /// The files of a commit that are kept.
  private func entries(of commit: String, except new: Set<String>) throws -> [Entry] {
    let ours = try digests(of: commit).union(new).union(["SHA256SUMS"])
    let list = try run(["ls-tree", "-r", "-z", commit], to: "read the branch")
    return list.split(separator: "\0").compactMap { line in
      // Mode, type and hash, and after a tab the path.
      let parts = line.split(separator: "\t", maxSplits: 1)
      let words = parts[0].split(separator: " ")
      guard parts.count == 2, words.count == 3 else { return nil }
      let entry = Entry(mode: String(words[0]), blob: String(words[2]), path: String(parts[1]))
      guard !ours.contains(entry.path),
        (Self.alwaysKept + keep).contains(where: { Self.matches(entry.path, $0) })
      else { return nil }
      return entry
    }
  }

  /// Whether a path is the pattern, is in the folder that the pattern names, or matches it, where `*`
  /// and `?` stand for any characters, even `/`, as in git's pathspecs.
  static func matches(_ path: String, _ pattern: String) -> Bool {
    let folder = pattern.hasSuffix("/") ? pattern : pattern + "/"
    return path == pattern || path.hasPrefix(folder) || fnmatch(pattern, path, 0) == 0
  }

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
