import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Runner
import Statistics
import Store
import WorkloadCatalog
import WorkloadKit

/// Builds and measures two commits beside each other, as a gate.
struct AB: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ab",
    abstract: "Build two commits and compare their Swift programs, block by block.",
    usage: "parallax ab <baseline> <candidate> <options>",
    discussion: """
      Checks out both commits of the repository around the working directory in a temporary folder, runs \
      make build in each, and measures the Swift programs of both in one run: each block has both sides \
      of a case. Blocks are added while a comparison is inconclusive and the budget lasts. Sizes and \
      answers are those of this Parallax. Cases that one of the commits does not have are left out.

      The run is stored with the preset ab, which no report shows. The variants in it are named after the \
      commits, as in swift-async:at-0a1b2c3d4e5f, and its toolchains name both in full.

      The folders are removed at the end, also after Ctrl-C. A ratio is candidate ÷ baseline, as in \
      parallax compare.

      Exit codes: 0 nothing is confirmed worse, and every interval excludes a worsening by more than \
      the margin; 2 a row is confirmed worse, or a case lost its value; 3 too little evidence; 4 as 0, \
      and a row is confirmed better; 1 something could not be built or measured; 130 interrupted.
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(help: "The commit to compare with: a branch, a tag or a commit.")
  var baseline: String

  @Argument(help: "The commit to judge.")
  var candidate: String

  @Option(help: ArgumentHelp("Only this workload; may be repeated.", valueName: "id"))
  var workload: [String] = []

  @Option(help: "Sizes and time budget: smoke, quick, standard or full.")
  var preset = Preset.quick

  @Option(
    help: ArgumentHelp(
      "The time for the trials, instead of the preset's: 90s, 10m or 1.5h. smoke has a minute.",
      valueName: "time"), transform: parseSeconds)
  var budget: Double?

  @Option(help: ArgumentHelp("The output format.", valueName: "format"))
  var format = ComparisonFormat.table

  func validate() throws {
    for name in workload where !Catalog.names.contains(name) {
      throw unknownName("workload", name, among: Catalog.names)
    }
  }

  func run() throws {
    let tree = try SourceTree()
    let git = Git(in: tree.root)
    let commits = try [baseline, candidate].map { try CommitWorktrees.commit($0, in: git) }
    guard commits[0] != commits[1] else {
      throw ValidationError("\(baseline) and \(candidate) are the same commit, \(commits[0]).")
    }
    let temporary = FileManager.default.temporaryDirectory.path
    let comparison = try CommitWorktrees.with(commits, of: git, in: temporary) { folders in
      let programs = try zip(commits, folders).map { commit, folder in
        try Self.build(folder)
        return CommitPrograms(commit: commit, root: folder, programs: "\(folder)/.build/release")
      }
      return try measured(programs, in: tree.adding(programs))
    }
    try ComparisonPrinter(comparison, .byContract, format: format).show()
    comparison.explain()
    if let code = comparison.gate.conclusion.exitCode { throw ExitCode(code) }
  }

  /// Builds a checkout as its own Makefile says.
  private static func build(_ folder: String) throws {
    writeError("Building \(folder)\n")
    let result = try interruptible { interruption in
      let result = try ChildProcess(
        program: "/usr/bin/env", arguments: ["make", "-C", folder, "build"],
        timeLimit: .seconds(3_600), outputLimitBytes: 64 << 20
      ).run(interruption: interruption)
      if interruption.isRequested { throw ExitCode(130) }
      return result
    }
    guard result.ending == .exited(code: 0) else {
      let output = String(decoding: result.output.suffix(4_000), as: UTF8.self)
      throw CommandError.file(
        path: folder, reason: "make build failed there:\n\(output)\n\(result.standardError)")
    }
  }

  private func measured(_ programs: [CommitPrograms], in tree: SourceTree) throws -> RunComparison {
    let seed = UInt64.randomSeed
    let plan = try PairPlan(
      blocks: ModeratedInterval.looks[0], preset: preset, workloads: workload, seed: seed,
      locator: tree.locator)
    guard !plan.trials.isEmpty else {
      throw CommandError.file(path: tree.root, reason: "The commits have no program in common.")
    }
    let pairs = CommitPairs(baseline: programs[0], candidate: programs[1], terms: .byContract)
    var run = NewRun(database: database.db, tree: tree, preset: Run.pairPreset, seed: seed)
    run.budgetSeconds = budget ?? preset.budgetSeconds ?? 60
    run.isRaced = true
    run.notes = zip(["baseline commit", "candidate commit"], programs).map {
      Toolchain(name: $0, version: $1.commit)
    }
    run.pairs = (plan, pairs)
    let id = try run.carryOut(plan.trials, of: plan.implementations)
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    return try pairs.compared(store.run(id), in: store)
  }
}
