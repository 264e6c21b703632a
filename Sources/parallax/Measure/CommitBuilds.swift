import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Platform
import Runner

/// The Swift programs of commits, built one commit after another in one temporary folder.
///
/// What two commits have in common is compiled once, and a program that did not change is the same file of
/// bytes. The repository is only read, so nothing in it has to be put right when the folder is gone.
struct CommitBuilds {
  /// The repository that has the commits.
  let repository: String
  /// The folder for everything, which must exist.
  let folder: String
  /// Ends what runs.
  let interruption: Interruption

  private var root: String { "\(folder)/tree" }

  /// The full name of the commit that a user named.
  static func commit(_ name: String, in git: Git) throws -> String {
    let result = try git.run([
      "rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}",
    ])
    let commit = String(decoding: result.output, as: UTF8.self).prefix { $0.isHexDigit }
    guard result.ending == .exited(code: 0), commit.count >= 40 else {
      throw CommandError.file(
        path: name,
        reason: "It is not a commit of this repository. Name a commit, a branch or a tag.")
    }
    return String(commit)
  }

  /// Checks out a commit and builds those of the workloads that it has, as its own Makefile says.
  func programs(of commit: String, _ workloads: [String]) throws -> CommitPrograms {
    try checkOut(commit)
    let built = CommitPrograms(
      commit: commit, root: root, programs: "\(folder)/\(commit.prefix(12))")
    try FileManager.default.createDirectory(
      atPath: built.programs, withIntermediateDirectories: true)
    let locator = ProgramLocator(root: root, programs: built.programs, runtimes: RuntimeCatalog())
    for workload in workloads where try locator.folder(of: workload) != nil {
      writeError("Building \(workload) at \(commit.prefix(12))\n")
      try make(workload)
      let program = "\(root)/.build/release/\(workload)"
      guard SourceTree.exists(program) else { continue }
      try FileManager.default.copyItem(
        atPath: program, toPath: "\(built.programs)/\(workload)")
    }
    return built
  }

  /// The workloads of which all commits have a program, and those of them whose programs differ.
  static func common(
    _ workloads: [String], of commits: [CommitPrograms]
  ) -> (all: [String], differing: [String]) {
    func paths(_ name: String) -> [String] { commits.map { "\($0.programs)/\(name)" } }
    let all = workloads.filter { paths($0).allSatisfy(SourceTree.exists) }
    return (
      all,
      all.filter { name in
        let paths = paths(name)
        return paths.dropFirst().contains {
          !FileManager.default.contentsEqual(atPath: paths[0], andPath: $0)
        }
      }
    )
  }

  /// Turns the files into those of a commit, and leaves alone those that stay the same.
  private func checkOut(_ commit: String) throws {
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    let git = Git(in: repository, interruption: interruption)
    let result = try git.run(
      ["--work-tree=\(root)", "read-tree", "--reset", "-u", commit], index: "\(folder)/index")
    try endIfInterrupted()
    guard result.ending == .exited(code: 0) else {
      throw CommandError.file(
        path: root, reason: "git cannot check out \(commit) there: \(result.standardError)")
    }
  }

  private func make(_ workload: String) throws {
    // What compilers leave in the folder for temporary files goes with ours. A build starts compilers in other
    // process groups, which an interruption would miss.
    let result = try ChildProcess(
      program: "/usr/bin/env",
      arguments: ["TMPDIR=\(folder)", "make", "-C", root, "build", "PRODUCT=\(workload)"],
      timeLimit: .seconds(3_600), outputLimitBytes: 64 << 20, ownsDescendants: true
    ).run(interruption: interruption)
    try endIfInterrupted()
    guard result.ending == .exited(code: 0) else {
      let output = String(decoding: result.output.suffix(4_000), as: UTF8.self)
      throw CommandError.file(
        path: root,
        reason: "make build PRODUCT=\(workload) failed there:\n\(output)\n\(result.standardError)")
    }
  }

  private func endIfInterrupted() throws {
    guard interruption.isRequested else { return }
    writeError("Interrupted while building. Nothing was measured. Removing the builds.\n")
    throw ExitCode(130)
  }
}
