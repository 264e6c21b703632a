import Analysis
import ArgumentParser
import BenchmarkModel
import Outputs
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
      Checks out both commits of the repository around the working directory, one after the other in a \
      temporary folder, runs make build for each program in it, and measures the Swift programs of both in \
      one run: each block has both sides of a case. Blocks are added while a comparison is inconclusive \
      or not confirmed, and the budget lasts. Sizes and answers are those of this Parallax. Cases that \
      one of the commits does not have are left out, and so are workloads whose programs are the same in \
      both, unless they are named; if all are, nothing is measured or printed.

      The run is stored with the preset ab, which no report shows. The variants in it are named after the \
      commits, as in swift-async:at-0a1b2c3d4e5f, and its toolchains name both in full.

      The folder, in that named by TMPDIR or in /tmp, is removed at the end, also after Ctrl-C; what a kill \
      leaves is removed by the next call. An interrupted run cannot be continued. A ratio is candidate ÷ \
      baseline, as in parallax compare.

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
    let commits = try [baseline, candidate].map { try CommitBuilds.commit($0, in: git) }
    guard commits[0] != commits[1] else {
      throw ValidationError("\(baseline) and \(candidate) are the same commit, \(commits[0]).")
    }
    // What is wrong with the database is said before minutes of building.
    _ = try MeasurementStore(
      creating: database.db, lockWait: LockNotice(path: database.db).lockWait)
    let folder = try TemporaryItem.folder(in: TemporaryItem.commonFolder)
    defer { withExtendedLifetime(folder) {} }
    let programs = try interruptible { interruption in
      let builds = CommitBuilds(
        repository: tree.root, folder: folder.path, interruption: interruption)
      let names = workload.isEmpty ? Catalog.names : workload
      return try commits.map { try builds.programs(of: $0, names) }
    }
    let chosen = workload.isEmpty ? try differing(programs) : workload
    guard !chosen.isEmpty else { return }
    let comparison = try measured(chosen, programs, in: tree.adding(programs))
    try ComparisonPrinter(comparison, .byContract, format: format).show()
    comparison.explain()
    if let code = comparison.gate.conclusion.exitCode { throw ExitCode(code) }
  }

  /// The workloads whose programs are not the same in both commits.
  private func differing(_ programs: [CommitPrograms]) throws -> [String] {
    let (all, differing) = CommitBuilds.common(Catalog.names, of: programs)
    guard !all.isEmpty else { throw noProgram }
    let same = all.count - differing.count
    if same > 0 {
      writeError(
        wrapped(
          "The commits have the same programs of \(counted(same, "workload")), left out here.")
          + "\n")
    }
    return differing
  }

  private var noProgram: CommandError {
    .file(
      path: "\(baseline) and \(candidate)",
      reason: "The commits have no program in common. Name two that have the same workloads.")
  }

  private func measured(
    _ workloads: [String], _ programs: [CommitPrograms], in tree: SourceTree
  ) throws -> RunComparison {
    let seed = UInt64.randomSeed
    let plan = try PairPlan(
      blocks: ModeratedInterval.looks[0], preset: preset, workloads: workloads, seed: seed,
      locator: tree.locator)
    guard !plan.trials.isEmpty else { throw noProgram }
    let pairs = CommitPairs(baseline: programs[0], candidate: programs[1], terms: .byContract)
    var run = NewRun(database: database.db, tree: tree, preset: Run.pairPreset, seed: seed)
    run.budgetSeconds = budget ?? preset.budgetSeconds ?? 60
    run.isRaced = true
    run.notes = zip(CommitPairs.sides, programs).map {
      Toolchain(name: $0, version: $1.commit)
    }
    run.pairs = (plan, pairs)
    let id = try run.carryOut(plan.trials, of: plan.implementations)
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    return try pairs.compared(store.run(id), in: store)
  }
}
