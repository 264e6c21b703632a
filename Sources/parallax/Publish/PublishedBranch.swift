import FoundationEssentials
import Rendering
import Runner

/// A branch that contains only a published site.
///
/// The branch is new, or its tip is a site that was published before; any other branch is refused.
/// Git plumbing commands build the commit from a temporary folder and a temporary index, so the work
/// tree, the index and the checked-out branch stay untouched.
struct PublishedBranch {
  let name: String
  let root: String

  /// Adds a commit with exactly these files and returns its hash; nil if the branch already has
  /// them.
  func commit(_ files: [String: [UInt8]]) throws -> String? {
    try checkName()
    let current = try git(["symbolic-ref", "--quiet", "--short", "HEAD"], mayFail: true)
    guard current != name else {
      throw CommandError.file(
        path: name, reason: "This branch is checked out. Publish to another one.")
    }
    let parent = try git(
      ["rev-parse", "--verify", "--quiet", "refs/heads/\(name)"], mayFail: true)
    if !parent.isEmpty, try !isSite(parent) {
      throw CommandError.file(
        path: name,
        reason: "This branch is not a published site, and publishing would replace its files. "
          + "Publish to a new branch, such as gh-pages.")
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "parallax-\(UUID().uuidString)").path
    try SiteFolder(folder).write(files)
    defer {
      do { try FileManager.default.removeItem(atPath: folder) } catch {
        writeError("Warning: the temporary folder \(folder) could not be removed: \(error)\n")
      }
    }
    let index = "\(folder)/.git-index"
    try add(files.keys.sorted(), in: folder, to: index)
    let tree = try git(["write-tree"], index: index)
    if !parent.isEmpty, try git(["rev-parse", "\(parent)^{tree}"]) == tree { return nil }
    let parents = parent.isEmpty ? [] : ["-p", parent]
    let commit = try git(["commit-tree", tree, "-m", "Publish the report"] + parents)
    let before = parent.isEmpty ? String(repeating: "0", count: commit.count) : parent
    try git(["update-ref", "refs/heads/\(name)", commit, before])
    return commit
  }

  private func checkName() throws {
    let isPlain = !name.hasPrefix("-") && !name.hasPrefix("refs/") && name != "HEAD"
    guard isPlain, try !git(["check-ref-format", "--branch", name], mayFail: true).isEmpty else {
      throw CommandError.file(
        path: name, reason: "This is not the name of a branch. Use a name such as gh-pages.")
    }
  }

  /// Whether a commit holds pages with their digests, as a published site does.
  private func isSite(_ commit: String) throws -> Bool {
    let digests = try git(["cat-file", "blob", "\(commit):SHA256SUMS"], mayFail: true)
    return digests.split(separator: "\n").contains { $0.hasSuffix("  index.html") }
  }

  /// Stores files without the checkout's filters and adds them to an index, a few hundred per call:
  /// each call takes milliseconds, and the length of a command line is limited.
  private func add(_ paths: [String], in folder: String, to index: String) throws {
    for start in stride(from: 0, to: paths.count, by: 200) {
      let some = paths[start..<min(start + 200, paths.count)]
      let blobs = try git(
        ["hash-object", "-w", "--no-filters", "--"] + some.map { "\(folder)/\($0)" }
      ).split(separator: "\n")
      let entries = zip(blobs, some).flatMap { ["--cacheinfo", "100644,\($0),\($1)"] }
      try git(["update-index", "--add"] + entries, index: index)
    }
  }

  /// The output of git; an index replaces the checkout's index.
  @discardableResult
  private func git(
    _ arguments: [String], index: String? = nil, mayFail: Bool = false
  ) throws -> String {
    let environment = index.map { ["GIT_INDEX_FILE=\($0)"] } ?? []
    let child = ChildProcess(
      program: "env", arguments: environment + ["git", "-C", root] + arguments,
      timeLimit: .seconds(60))
    let result = try child.run()
    guard result.ending == .exited(code: 0) || mayFail else {
      throw CommandError.file(
        path: "git \(arguments.joined(separator: " "))", reason: result.standardError)
    }
    return String(decoding: result.output, as: UTF8.self).trimmed
  }
}

extension String {
  /// The text without trailing white space.
  fileprivate var trimmed: String {
    String(reversed().drop(while: \.isWhitespace).reversed())
  }
}
