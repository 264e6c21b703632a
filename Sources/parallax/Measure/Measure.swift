public import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Runner
import Statistics
import Store
package import WorkloadKit

/// Runs a plan of trials and stores each as soon as it ends.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a plan of trials and store every measurement.",
    discussion: """
      A trial is a fresh process. A block is one trial of every case of a workload at one size, in an \
      order shuffled by the seed, so that drift of the machine affects all runtimes alike. Each trial is \
      stored when it ends: after Ctrl-C, a kill or a reboot, --resume continues without repeating \
      finished trials.

      A run has a time budget: 5 minutes for quick, 45 for standard, 3 hours for full. First each \
      workload and size gets three blocks, cheapest first. The rest of the time goes where it decides \
      most: to the headline comparisons and the rules of claims that are still inconclusive. A case whose \
      comparisons are decided gets no further trials, nor does one whose ratio is known to within 2.5 %, at \
      the edge of the 5 % that count as equal. It ends when nothing is open or the budget is spent, and says \
      what is left. If the budget is too small for three blocks of everything, variants and \
      other toolchains, then expensive workloads, are left out; they are named. smoke has no budget: one trial of each case.

      Of the variants, quick measures those that a claim or advice compares; --runtime names others. \
      Where a claim is about a larger size, quick adds the runtimes that it compares at that size.

      With --trials each case gets this number of trials, whatever the values are.

      With --until-interval the plan grows round by round. Each case gets at least six trials. A \
      case gets more, up to --trials, while the 95 % interval of its median elapsed time extends \
      further than the goal on either side. A case without a result is tried once.

      With --program whole processes of any commands are timed, such as two builds of a tool, in \
      blocks and with the verdicts of a workload:

        parallax measure --program 'old=./old -q data' --program 'new=./new -q data'

      A command that ends with another exit code than 0 has no time. Standard output is thrown away. \
      One program alone is measured until its interval is within 5 %, up to 40 times. The rows are \
      those of a workload called programs, in reports, compare, query and export.

      With --shard a plan is divided over machines or jobs, each with the same options and its own \
      database. parallax merge combines them into one run per machine. A workload at one size \
      stays whole. Each shard has an equal part of the budget and decides alone how to spend it.

      With --certify short programs are measured against themselves, and some against versions \
      with a tenth more work. The result, which reports of this machine also show, is how often a \
      verdict was false and the smallest difference that could be detected.

      A trial gets a separate environment: PATH, HOME and TMPDIR as they are, LC_ALL=C, and what \
      --env adds. Other variables of this shell, such as GOMAXPROCS or LD_PRELOAD, do not reach it. \
      A variant such as jemalloc sets its variables itself, whatever --env says.

      Trials use the cores that measure itself may use. On Linux, taskset -c 0 parallax measure keeps all \
      of them on one core, which reports show as another machine.

      With --toolchain go=1.25 the programs that Go 1.25 built run in the same blocks as those of the \
      default toolchain, the newest. parallax list toolchains says which are built, and \
      make peers GO="1.23 1.25" TOKIO="1.43" builds more. Of each runtime its default \
      implementation is measured, no variant. --budget 20m is enough for five versions of Go, two of Tokio and \
      two builds in Swift of all workloads; 5 minutes are not.

      If another program has the database locked, measure says so and waits, however long. If the \
      database cannot be written, the finished trial is kept in a file beside it, or in the folder \
      for temporary files, which --resume takes in; exit code 1.

      With --events each trial has a second process, in which the kernel and the processor count. It \
      is not timed, because counting slows programs that start threads or switch between them. Set-up \
      and warm-ups are included. parallax doctor says which events this machine can count; the others \
      have no value. The run takes twice as long.

      At the end each workload gets a table: all sizes if there are up to 60 cases, otherwise the \
      report's headline size; --details shows all. ÷ best default is a case divided by the best \
      default one, for every metric; the word after it says whether that is better or worse.

      Without a terminal, progress is a line every 30 seconds.

      Exit codes: 0 every trial ran, even if the system refused a program something; 1 a program \
      gave a wrong answer, crashed or failed, or another measure is running; 130 interrupted.
      """)

  @OptionGroup var database: DatabaseOption

  @OptionGroup var treeOption: TreeOption

  @Option(help: "Sizes and time budget: smoke, quick, standard or full. (default: quick)")
  var preset: Preset?

  @OptionGroup var choice: CaseChoice

  @OptionGroup var programs: ProgramOptions

  @Option(
    help: ArgumentHelp(
      "Also measure what this toolchain built, or all; repeatable.", valueName: "language=version"))
  var toolchain: [String] = []

  @Option(
    help: ArgumentHelp(
      "Fresh processes per case, instead of a budget; with --until-interval the maximum per case "
        + "(default: 40); at most 10000.", valueName: "n"),
    transform: parseWhole(1...Plan.maximumTrials))
  var trials: Int?

  @Option(
    help: ArgumentHelp("The seed of the trial order; random if omitted.", valueName: "n"),
    transform: parseWhole(0...UInt64.max))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Measure each case until its interval is within this share of the median, such as 5%.",
      valueName: "percent"), transform: parseShare)
  var untilInterval: Double?

  @Option(
    help: ArgumentHelp(
      "The time for the run, instead of the preset's: 90s, 10m or 1.5h. With --until-interval no "
        + "round starts after it.",
      valueName: "time"),
    transform: parseSeconds)
  var budget: Double?

  @Option(
    help: ArgumentHelp("Measure one shard of a divided plan; needs --seed.", valueName: "i/n"),
    transform: parseShard)
  var shard: Shard?

  @Option(
    name: .customLong("env"),
    help: ArgumentHelp(
      "Add a variable to the environment of every trial; repeatable. It is stored with the run and "
        + "shown in reports.", valueName: "name=value"),
    transform: AddedVariable.init)
  var environment: [AddedVariable] = []

  @Flag(help: "Print the plan, or with --resume what is left of it, and measure nothing.")
  var dryRun = false

  @Flag(
    help: "Measure programs against themselves to certify this machine; takes minutes.")
  var certify = false

  @Flag(
    help: ArgumentHelp(
      "Also count moves between cores, instructions, cycles and cache misses of each trial, in a "
        + "second process."))
  var events = false

  @Flag(help: "Show all sizes in the final tables.")
  var details = false

  @Option(
    defaultAsFlag: Self.newest, parsing: .next,
    help: ArgumentHelp(
      "Continue a run that has trials left, given by name or identifier; if omitted, the "
        + "newest of this machine.", valueName: "run"))
  var resume: String?

  /// The value for the newest unfinished run of this machine.
  static let newest = "newest"

  /// The default maximum of trials per case with a goal.
  static let defaultTrialCap = 40

  func validate() throws {
    let isChosen =
      preset != nil || !choice.isEmpty || !toolchain.isEmpty || trials != nil
      || !environment.isEmpty
    let isShaped = untilInterval != nil || budget != nil || shard != nil
    if resume != nil, isChosen || seed != nil || isShaped {
      throw ValidationError(
        "--resume continues a stored plan and allows no other option than --db, --dry-run, "
          + "--events, --details, and --program for a run of programs.")
    }
    if !programs.isEmpty, preset != nil || !choice.isEmpty || shard != nil {
      throw ValidationError(
        "--program has no sizes and is measured alone: remove --preset, --workload, --runtime and --shard."
      )
    }
    if certify {
      guard resume == nil, !isChosen, !isShaped, !details, !events, programs.isEmpty else {
        throw ValidationError(
          "--certify has its own plan and allows no other option than --db, --seed and "
            + "--dry-run.")
      }
    }
    if addedEnvironment.count < environment.count {
      throw ValidationError("--env gives a variable twice. Give each variable once.")
    }
    if budget != nil, trials != nil, untilInterval == nil {
      throw ValidationError(
        "--budget and --trials exclude each other: a fixed number of trials takes the time that it "
          + "takes. Give one of them.")
    }
    if untilInterval != nil, let trials, trials < PrecisionPlanner.minimumTrials {
      throw ValidationError(
        "--trials is \(trials), but with --until-interval must be at least "
          + "\(PrecisionPlanner.minimumTrials) and at most \(Plan.maximumTrials).")
    }
    guard shard != nil else { return }
    if seed == nil {
      throw ValidationError(
        "--shard needs --seed: all shards must come from the same plan, and the seed determines it."
      )
    }
  }

  func run() throws {
    let tree = try programs.tree()
    if let resume { return try continueRun(resume, in: tree) }
    if certify { return try certify(in: tree) }
    let plan = try planned(in: tree)
    let chosen = try chosenTrials(of: plan)
    if dryRun { return try printPlan(chosen, of: plan, in: tree) }
    try measure(
      chosen, of: plan.implementations, preset: chosenPreset.rawValue, seed: plan.seed,
      absent: plan.absent, in: tree,
      shardIdentifier: shard.map { shard in
        { plan.identifier(of: $0, shards: shard.count) }
      })
  }

  /// The trials that the run starts with.
  private func chosenTrials(of plan: Plan) throws -> [PlannedTrial] {
    guard let shard else { return plan.trials }
    do {
      return try isRaced || goal != nil ? plan.firstRound(of: shard) : plan.trials(of: shard)
    } catch { throw usage(error) }
  }

  /// The preset of a run that may have a budget.
  var chosenPreset: Preset { preset ?? .quick }

  /// Whether the plan grows by the comparisons that are open.
  var isRaced: Bool {
    !certify && goal == nil && trials == nil
      && (budget ?? chosenPreset.budgetSeconds) != nil
  }

  /// The seconds for this run or shard; nil for no limit.
  var allottedSeconds: Double? {
    (isRaced ? budget ?? chosenPreset.budgetSeconds : budget).map {
      $0 / Double(shard?.count ?? 1)
    }
  }

  /// When a case is precise enough; nil for fixed counts.
  var goal: PrecisionGoal? {
    let isAlone = programs.texts.count == 1 && trials == nil
    return (untilInterval ?? (isAlone ? 0.05 : nil)).map {
      PrecisionGoal(halfWidth: $0, trialCap: trials ?? Self.defaultTrialCap)
    }
  }

  /// The variables of `--env` by name.
  var addedEnvironment: [String: String] {
    Dictionary(environment.map { ($0.name, $0.value) }) { $1 }
  }

  private func printPlan(_ chosen: [PlannedTrial], of plan: Plan, in tree: SourceTree) throws {
    let run = Run(
      id: "", startedAt: .now, preset: chosenPreset.rawValue, seed: plan.seed,
      toolVersion: Parallax.version, machine: MachineProbe().machine(), goal: goal,
      budgetSeconds: allottedSeconds, lookCount: isRaced ? ModeratedInterval.looks.count : 1)
    let store =
      FileManager.default.fileExists(atPath: database.db)
      ? try MeasurementStore(path: database.db, access: .readOnly)
      : try MeasurementStore(emptyFor: database.db)
    let growing = try run.growingPlan(chosen, in: store, of: tree)
    let estimate = try store.estimate(of: chosen, growing, absent: plan.absent, in: run)
    try printTrials(chosen)
    let text = estimateText(of: chosen.count, estimate, growing, run: run)
    writeError("Seed \(plan.seed): \(text)\n")
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
