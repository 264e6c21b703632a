import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Platform
import Runner
import Store
import Testing
import WorkloadKit

@testable import parallax

/// Two commits beside each other, without a compiler.
struct ABTests {
  private let tool: BuiltTool
  /// A repository with two commits, whose `make build` copies a file of the workload's folder.
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
        mkdir -p Workloads/PingPong Workloads/Skynet Workloads/Select
        printf 'build:\n\tmkdir -p .build/release; cp Workloads/*/$(PRODUCT) .build/release/\n' > Makefile
        echo one > Workloads/PingPong/ping-pong; echo same > Workloads/Skynet/skynet
        echo old > Workloads/Select/select; git add .; git commit --quiet -m One
        echo two > Workloads/PingPong/ping-pong; git rm --quiet -r Workloads/Select
        git commit --quiet -a -m Two
        """)
    try #require(made.exitCode == 0, "\(made.errors)")
  }

  /// Builds workloads of both commits in a folder that is there only for the call of `body`.
  private func build(
    _ workloads: [String], _ interruption: Interruption = Interruption(),
    _ body: ([CommitPrograms]) throws -> Void = { _ in }
  ) throws {
    let folder = "\(tool.folder)/builds"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let builds = CommitBuilds(repository: repository, folder: folder, interruption: interruption)
    try body(
      ["HEAD~1", "HEAD"].map { name in
        try builds.programs(of: CommitBuilds.commit(name, in: git), workloads)
      })
  }

  @Test func eachCommitHasItsProgramsOfTheWorkloadsThatItHas() throws {
    try build(["ping-pong", "skynet", "select"]) { commits in
      let texts = try commits.map { commit in
        try ["ping-pong", "skynet", "select"].map { name in
          let path = "\(commit.programs)/\(name)"
          guard FileManager.default.fileExists(atPath: path) else { return "" }
          return try String(contentsOf: URL(filePath: path), encoding: .utf8)
        }
      }
      #expect(texts == [["one\n", "same\n", "old\n"], ["two\n", "same\n", ""]])
      let common = CommitBuilds.common(["ping-pong", "skynet", "select"], of: commits)
      #expect(common.all == ["ping-pong", "skynet"])
      #expect(common.differing == ["ping-pong"])
    }
    // The repository knows nothing of the folder.
    let state = String(decoding: try git.run(["status", "--porcelain"]).output, as: UTF8.self)
    #expect(state.isEmpty)
    let list = String(decoding: try git.run(["worktree", "list"]).output, as: UTF8.self)
    #expect(list.split(separator: "\n").count == 1)
  }

  @Test func theErrorOfMakeIsNamed() throws {
    // The workload has a folder and no program.
    let broken = try tool.run(
      shell: """
        set -e; cd '\(repository)'; git mv Workloads/Skynet/skynet Workloads/Skynet/other
        git commit --quiet --amend -m Two
        """)
    try #require(broken.exitCode == 0, "\(broken.errors)")
    let error = try #require(throws: CommandError.self) { try build(["skynet"]) }
    #expect("\(error)".contains("make build PRODUCT=skynet failed"), "\(error)")
  }

  @Test func anInterruptionEndsTheBuild() throws {
    let interruption = Interruption()
    interruption.request()
    let error = #expect(throws: ExitCode.self) { try build(["ping-pong"], interruption) }
    #expect(error == ExitCode(130))
  }

  @Test(arguments: ["nothing", "--help", "HEAD:file", ""])
  func whatIsNoCommitIsRefused(name: String) {
    #expect(throws: CommandError.self) { try CommitBuilds.commit(name, in: git) }
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

  /// Makes a tree with two workloads a repository whose `make build` copies the program that is here and then
  /// does something else, and runs `ab` in it.
  private func ab(_ step: String, _ options: String) throws -> BuiltTool.Result {
    let tree = try tool.makeTree()
    let programs = URL(filePath: BuiltTool.path).deletingLastPathComponent().path
    return try tool.run(
      shell: """
        set -e; cd '\(tree)'; git init --quiet
        git config user.name Test; git config user.email test@example.com
        for entry in Workloads/*; do
          case $entry in */PingPong | */Skynet | */runtimes | *.csv) ;; *) rm "$entry" ;; esac
        done
        printf 'build:\n\tmkdir -p .build/release\n\tcp %s/$(PRODUCT) .build/release/\n\t%s\n' \
          '\(programs)' '\(step)' > Makefile
        echo 1 > number; git add .; git commit --quiet -m One
        echo 2 > number; git add .; git commit --quiet -m Two
        echo $$ > '\(tool.folder)/tool'
        exec env TMPDIR='\(tool.folder)' "$0" ab HEAD~1 HEAD \(options) --db '\(tool.database)'
        """)
  }

  private func requireNothingLeft() throws {
    let left = try FileManager.default.contentsOfDirectory(atPath: tool.folder)
    #expect(left.filter { $0.hasPrefix(".parallax-partial") } == [])
  }

  @Test func twoCommitsAreMeasuredInOneRunThatNoReportShows() throws {
    let result = try ab(
      "cat number >> .build/release/$(PRODUCT)",
      "--workload ping-pong --preset smoke --budget 1s --format markdown")
    #expect([0, 2, 3, 4].contains(result.exitCode), "\(result.errors)")
    let sides = /## Parallax: .+\n\nbaseline commit [0-9a-f]{40}; candidate commit [0-9a-f]{40};/
    #expect(result.output.prefixMatch(of: sides) != nil, "\(result.output)")
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
    try requireNothingLeft()
  }

  @Test func commitsWithTheSameProgramsAreNotMeasured() throws {
    let result = try ab("true", "--preset smoke --format json")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output == "")
    #expect(result.errors.contains("The commits have the same programs of"), "\(result.errors)")
    #expect(try tool.value("SELECT count(*) FROM run") == "0")
    try requireNothingLeft()
  }

  @Test func aFailedBuildLeavesNothing() throws {
    let result = try ab("false", "--workload ping-pong")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("make build PRODUCT=ping-pong failed"), "\(result.errors)")
    try requireNothingLeft()
  }

  /// A compiler can be in another session, so it gets no signal that the build gets.
  @Test(arguments: [("INT", 130), ("KILL", nil)])
  func whatAnInterruptedBuildHasStartedIsEnded(signal: String, code: Int32?) throws {
    let result = try ab(
      """
      setsid sleep 300 & echo $$! > \(tool.folder)/compiler; \
      kill -\(signal) $$(cat \(tool.folder)/tool); sleep 60
      """, "--workload ping-pong")
    #expect(result.exitCode == code)
    let path = URL(filePath: "\(tool.folder)/compiler")
    let text = try String(contentsOf: path, encoding: .utf8).filter(\.isNumber)
    #expect(!isRunning(try #require(pid_t(text))))
    guard code != nil else { return }
    #expect(
      result.errors.hasSuffix(
        "Interrupted while building. Nothing was measured. Removing the builds.\n"))
    #expect(try tool.value("SELECT count(*) FROM run") == "0")
    try requireNothingLeft()
  }
}
