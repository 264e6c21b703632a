public import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Runner
import Store
package import WorkloadKit

/// Runs a plan of trials and stores each as soon as it has ended.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a plan of trials and store every measurement.",
    discussion: """
      A trial is a fresh process. The plan is shuffled in blocks by the seed, so that a drift of \
      the machine hits all runtimes alike. Each trial is stored when it ends: after Ctrl-C, a \
      kill or a reboot, --resume goes on and repeats no finished trial.

      With --until-interval the plan grows block by block. Each case has at least six trials; \
      then those go on whose median elapsed time has a 95 % interval that reaches further than \
      the goal on either side, up to --trials of each. A case without a result is tried once.

      With --shard one plan is divided over machines or jobs, each with the same choices and a \
      database of its own; parallax merge makes one run a machine of them. A workload at one size \
      stays whole.

      With --certify short programs are measured against themselves, and some against the same \
      with a tenth more work. What is printed, and shown by reports of this machine, is how often \
      a verdict was false, and the smallest difference that could have been seen.

      At the end each workload has a table: all sizes of up to 60 cases, else the size that the \
      report speaks of; --details shows all.

      Exit codes: 0 every trial was run, whatever the programs were refused; 1 a program gave a \
      wrong answer, crashed or failed, or another measure is at work; 130 interrupted.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(help: "Sizes and trial counts: smoke, quick, standard or full.")
  var preset = Preset.quick

  @OptionGroup var choice: CaseChoice

  @Option(
    help: ArgumentHelp(
      "Fresh processes a case, in place of the preset's; with --until-interval the most that a "
        + "case may have (default: 40).", valueName: "n"))
  var trials: Int?

  @Option(
    help: ArgumentHelp("Decides the order of the trials; random if left out.", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Measure each case until its interval is within this share of the median, as 5% or 0.05.",
      valueName: "share"), transform: parseShare)
  var untilInterval: Double?

  @Option(
    help: ArgumentHelp(
      "With --until-interval: plan no further block after this time, as 90s, 10m or 1.5h.",
      valueName: "time"),
    transform: parseSeconds)
  var budget: Double?

  @Option(
    help: ArgumentHelp("Measure one piece of a divided plan; needs --seed.", valueName: "i/n"),
    transform: parseShard)
  var shard: Shard?

  @Flag(help: "Print the plan, or with --resume what is left of it, and measure nothing.")
  var dryRun = false

  @Flag(
    help: "Measure programs against themselves and say what this machine can show; takes minutes.")
  var certify = false

  @Flag(help: "Show all sizes in the tables at the end.")
  var details = false

  @Option(
    defaultAsFlag: Self.newest, parsing: .next,
    help: ArgumentHelp(
      "Go on with a run that has trials left: a name or an identifier, or without one the newest "
        + "of this machine.", valueName: "run"))
  var resume: String?

  /// What stands for the newest unfinished run of this machine.
  static let newest = "newest"

  /// The trials that a case may have when none are chosen: as many as the preset `full` gives.
  static let usualCap = 40

  func validate() throws {
    let isChosen = !choice.isEmpty || trials != nil || seed != nil
    let isShaped = untilInterval != nil || budget != nil || shard != nil
    if resume != nil, isChosen || isShaped {
      throw ValidationError(
        "--resume continues a stored plan and takes no other choice than --db, --dry-run and "
          + "--details.")
    }
    if certify {
      guard resume == nil, choice.isEmpty, trials == nil, !isShaped else {
        throw ValidationError(
          "--certify has a plan of its own and takes no other choice than --db, --seed and "
            + "--dry-run.")
      }
    }
    if budget != nil, untilInterval == nil {
      throw ValidationError(
        "--budget needs --until-interval: a plan of fixed counts that ended early would leave "
          + "cases without trials. Choose fewer --trials instead.")
    }
    if untilInterval != nil, let trials, trials < PrecisionPlanner.minimumTrials {
      throw ValidationError(
        "--trials is \(trials), but an interval needs at least \(PrecisionPlanner.minimumTrials).")
    }
    guard shard != nil else { return }
    if seed == nil {
      throw ValidationError(
        "--shard needs --seed: every piece must come from the same plan, and the seed decides it.")
    }
    if untilInterval != nil {
      throw ValidationError(
        "--shard needs fixed counts: with --until-interval a plan depends on its own results, "
          + "which the other pieces do not know.")
    }
  }

  func run() throws {
    let tree = try SourceTree()
    if let resume { return try continueRun(resume, in: tree) }
    if certify { return try certify(in: tree) }
    let plan = try planned(in: tree)
    let chosen = try chosenTrials(of: plan)
    if dryRun { return try printPlan(chosen, of: plan) }
    try measure(
      chosen, of: plan.implementations, preset: preset.rawValue, seed: plan.seed,
      absent: plan.absent, in: tree,
      pieceIdentifier: shard.map { shard in
        { plan.identifier(of: $0, shards: shard.count) }
      })
  }

  private func planned(in tree: SourceTree) throws -> Plan {
    do {
      return try Plan(
        preset: preset, workloads: choice.workload, runtimes: choice.runtime,
        trials: untilInterval == nil ? trials : nil,
        seed: seed ?? .randomSeed, locator: tree.locator)
    } catch {
      throw usage(error)
    }
  }

  /// The trials that the run begins with.
  private func chosenTrials(of plan: Plan) throws -> [PlannedTrial] {
    if untilInterval != nil { return plan.firstBlock }
    do { return try shard.map(plan.trials(of:)) ?? plan.trials } catch { throw usage(error) }
  }

  /// What is wrong with the user's own words is wrong usage.
  private func usage(_ error: RunnerError) -> any Error {
    switch error {
    case .unknownWorkload, .unknownRuntime, .tooFewTrials, .tooManyShards:
      ValidationError(error.description)
    default: error
    }
  }

  /// When a case is measured well enough; nil for fixed counts.
  var goal: PrecisionGoal? {
    untilInterval.map { PrecisionGoal(halfWidth: $0, trialCap: trials ?? Self.usualCap) }
  }

  private func printPlan(_ chosen: [PlannedTrial], of plan: Plan) throws {
    let machine = MachineProbe().machine()
    var known: [Case: Duration] = [:]
    if FileManager.default.fileExists(atPath: database.db) {
      let store = try MeasurementStore(path: database.db, access: .readOnly)
      known = try store.knownDurations(of: chosen, on: machine)
    }
    let run = Run(
      id: "", startedAt: .now, preset: preset.rawValue, seed: plan.seed,
      toolVersion: Parallax.version, machine: machine, goal: goal, budgetSeconds: budget)
    let watch = try PrecisionWatch(run, plan: chosen)
    let estimate = TimeEstimate(
      chosen, absent: plan.absent, known: known, foreseen: watch?.foreseen ?? [:])
    try printTrials(chosen)
    writeError("Seed \(plan.seed): \(estimateText(of: chosen.count, estimate, run: run))\n")
  }

  /// Prints planned trials to standard output.
  func printTrials(_ trials: [PlannedTrial]) throws {
    var rows = RowPrinter(.table, columns: ["#", "block", "case", "warm-ups", "iterations"])
    for trial in trials {
      rows.add([
        .count(trial.position), .count(trial.block), .text(trial.case.description),
        .count(trial.warmups), .count(trial.iterations),
      ])
    }
    try rows.finish()
  }
}

extension Preset: ExpressibleByArgument {}
