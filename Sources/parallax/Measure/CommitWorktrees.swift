import BenchmarkModel
import FoundationEssentials
import Platform
import Runner

/// Commits of a repository, each checked out in a temporary folder as a worktree of git.
struct CommitWorktrees {
  /// The beginning of the names of their folder, which the number of our process follows.
  private static let prefix = "parallax-ab-"

  private let git: Git
  private let folder: String

  /// The full name of the commit that a user named.
  static func commit(_ name: String, in git: Git) throws -> String {
    let result = try git.run([
      "rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}",
    ])
    let commit = String(decoding: result.output, as: UTF8.self).prefix { $0.isHexDigit }
    guard result.ending == .exited(code: 0), commit.count >= 40 else {
      throw CommandError.file(
        path: name, reason: "It is no commit of this repository. Name a commit, a branch or a tag.")
    }
    return String(commit)
  }

  /// Calls `body` with the folder of each commit, and removes all of them afterward, also if it throws.
  static func with<Value>(
    _ commits: [String], of git: Git, in temporary: String, _ body: ([String]) throws -> Value
  ) throws -> Value {
    try removeAbandoned(by: git)
    let worktrees = CommitWorktrees(
      git: git, folder: "\(temporary)/\(prefix)\(ProcessInfo.processInfo.processIdentifier)")
    defer { worktrees.remove() }
    let folders = try commits.map { commit in
      let path = "\(worktrees.folder)/\(commit.prefix(12))"
      let added = try git.run(["worktree", "add", "--detach", "--quiet", path, commit])
      guard added.ending == .exited(code: 0) else {
        throw CommandError.file(
          path: path, reason: "git cannot check out \(commit) there: \(added.standardError)")
      }
      return path
    }
    return try body(folders)
  }

  /// Removes what a process that was killed has left.
  private static func removeAbandoned(by git: Git) throws {
    let list = try git.run(["worktree", "list", "--porcelain"])
    let lines = String(decoding: list.output, as: UTF8.self).split(separator: "\n")
    for line in lines where line.hasPrefix("worktree ") {
      let folder = URL(filePath: String(line.dropFirst(9))).deletingLastPathComponent()
      guard folder.lastPathComponent.hasPrefix(prefix),
        let process = Int32(folder.lastPathComponent.dropFirst(prefix.count)),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      CommitWorktrees(git: git, folder: folder.path).remove()
    }
  }

  /// Removes the folder, then what git knows of it.
  private func remove() {
    do {
      if FileManager.default.fileExists(atPath: folder) {
        try FileManager.default.removeItem(atPath: folder)
      }
      _ = try git.run(["worktree", "prune"])
    } catch { writeError("Warning: \"\(folder)\" cannot be removed: \(error)\n") }
  }
}
