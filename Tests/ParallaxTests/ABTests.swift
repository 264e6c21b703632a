import BenchmarkModel
import FoundationEssentials
import Runner
import Store
import Testing
import WorkloadKit

@testable import parallax

/// Two commits beside each other, without building them.
struct ABTests {
  private let tool: BuiltTool
  /// A repository with two commits.
  private let repository: String
  private let git: Git

  init() throws {
    tool = try BuiltTool()
    repository = "\(tool.folder)/repository"
    git = Git(in: repository)
    let made = try tool.run(
      shell: """
        set -e; mkdir '\(repository)'; cd '\(repository)'; git init --quiet
        git config user.name Test; git config user.email test@example.com
        echo one > file; git add .; git commit --quiet -m One
        echo two > file; git commit --quiet -a -m Two
        """)
    try #require(made.exitCode == 0, "\(made.errors)")
  }

  private func commits() throws -> [String] {
    try ["HEAD~1", "HEAD"].map { try CommitWorktrees.commit($0, in: git) }
  }

  private func worktrees() throws -> Int {
    String(decoding: try git.run(["worktree", "list"]).output, as: UTF8.self)
      .split(separator: "\n").count
  }

  @Test func eachCommitHasAFolderUntilTheEnd() throws {
    var folders: [String] = []
    let texts = try CommitWorktrees.with(commits(), of: git, in: tool.folder) { made in
      folders = made
      return try made.map { try String(contentsOf: URL(filePath: "\($0)/file"), encoding: .utf8) }
    }
    #expect(texts == ["one\n", "two\n"])
    #expect(folders.allSatisfy { !FileManager.default.fileExists(atPath: $0) })
    #expect(try worktrees() == 1)
  }

  @Test func aFailureLeavesNoFolder() throws {
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      try CommitWorktrees.with(commits(), of: git, in: tool.folder) { _ in throw Failure() }
    }
    #expect(try worktrees() == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: tool.folder) == ["repository"])
  }

  @Test func whatAKilledProcessLeftIsRemoved() throws {
    // No process has this number: it is above the system's maximum.
    let left = "\(tool.folder)/parallax-ab-99999999/\(try commits()[0].prefix(12))"
    let added = try git.run(["worktree", "add", "--detach", "--quiet", left, "HEAD"])
    try #require(added.ending == .exited(code: 0), "\(added.standardError)")
    try CommitWorktrees.with(commits(), of: git, in: tool.folder) { _ in
      #expect(!FileManager.default.fileExists(atPath: left))
    }
    #expect(try worktrees() == 1)
  }

  @Test(arguments: ["nothing", "--help", "HEAD:file", ""])
  func whatIsNoCommitIsRefused(name: String) {
    #expect(throws: CommandError.self) { try CommitWorktrees.commit(name, in: git) }
  }

  @Test func aVariantNamesItsCommit() {
    let one = CommitPrograms(commit: "0a1b2c3d4e5f6071", root: "/r", programs: "/p")
    let other = CommitPrograms(commit: "ffff2c3d4e5f6071", root: "/r", programs: "/p")
    for variant in [nil, "actor"] {
      let plain = Implementation(
        workload: "ping-pong", runtime: Runtime("swift-async"), variant: variant)
      let marked = one.marked(plain)
      #expect(marked.variant == (variant.map { "\($0)-" } ?? "") + "at-0a1b2c3d4e5f")
      #expect(one.unmarked(marked) == plain)
      #expect(other.unmarked(marked) == nil)
      #expect(one.unmarked(plain) == nil)
    }
  }

  @Test func aBlockHasBothSidesOfEachSwiftProgram() throws {
    let tree = try SourceTree(from: ImportTests.root.path)
    let sides = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"].map {
      CommitPrograms(
        commit: $0, root: tree.root,
        programs: URL(filePath: BuiltTool.path).deletingLastPathComponent().path)
    }
    let both = tree.adding(sides)
    var plan = try PairPlan(
      blocks: 2, preset: .smoke, workloads: ["ping-pong"], seed: 1, locator: both.locator)
    #expect(plan.blocks == 2)
    #expect(plan.trials.map(\.position) == Array(plan.trials.indices))
    for block in 0..<2 {
      let cases = Set(plan.trials.filter { $0.block == block }.map(\.case))
      let (first, second) = (
        cases.filter { sides[0].unmarked($0.implementation) != nil },
        cases.filter { sides[1].unmarked($0.implementation) != nil }
      )
      #expect(first.count >= 3 && cases.count == first.count + second.count)
      #expect(
        Set(first.compactMap { sides[0].unmarked($0.implementation) })
          == Set(second.compactMap { sides[1].unmarked($0.implementation) }))
      #expect(first.allSatisfy { $0.implementation.runtime.id.hasPrefix("swift-") })
    }
    let pair = Set(plan.trials.prefix(2).map(\.case))
    let more = plan.addBlock(of: pair)
    #expect(Set(more.map(\.case)) == pair)
    #expect(more.map(\.block) == [2, 2] && more[0].position == plan.trials.count - 2)
  }

  /// The whole command, in a repository whose `make build` only links the programs that are here.
  @Test func twoCommitsAreMeasuredInOneRunThatNoReportShows() throws {
    let tree = try tool.makeTree()
    let programs = URL(filePath: BuiltTool.path).deletingLastPathComponent().path
    let result = try tool.run(
      shell: """
        set -e; cd '\(tree)'; git init --quiet
        git config user.name Test; git config user.email test@example.com
        printf 'build:\n\tmkdir -p .build && ln -s %s .build/release\n' '\(programs)' > Makefile
        git add .; git commit --quiet -m One; git commit --quiet --allow-empty -m Two
        TMPDIR='\(tool.folder)' "$0" ab HEAD~1 HEAD --workload ping-pong --preset smoke \\
          --budget 1s --format json --db '\(tool.database)'
        """)
    #expect([0, 2, 3, 4].contains(result.exitCode), "\(result.errors)")
    #expect(result.output.hasPrefix("{\"conclusion\":"), "\(result.output)")
    #expect(try tool.value("SELECT preset FROM run") == "ab")
    #expect(try tool.value("SELECT count(*) FROM latestRun") == "0")
    #expect(try tool.value("SELECT count(*) FROM runAnalysis") == "0")
    #expect(
      try tool.value("SELECT group_concat(name) FROM toolchain WHERE name GLOB '*commit'")
        == "\"baseline commit,candidate commit\"")
    #expect(
      try tool.value(
        "SELECT count(DISTINCT variant) > 1 AND min(variant GLOB '*at-*') FROM benchmarkCase")
        == "1")
    #expect(
      try tool.value("SELECT count(*) FROM trial WHERE outcome <> 'completed'") == "0")
    let left = try FileManager.default.contentsOfDirectory(atPath: tool.folder)
    #expect(left.filter { $0.hasPrefix("parallax-ab-") } == [])
  }
}
