public import ArgumentParser
import BenchmarkModel
import Dispatch
import FoundationEssentials
import Runner
import Store
public import WorkloadKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs a plan of trials and stores each as soon as it has ended.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a plan of trials and store every measurement.",
    discussion: """
      A trial is a fresh process. The plan is shuffled in blocks by the seed, so that a drift of \
      the machine hits all runtimes alike. Each trial is stored when it ends: after a kill, \
      --resume goes on and repeats no finished trial.

      Exit codes: 0 every trial was run, whatever the programs were refused; 1 a program gave a \
      wrong answer, crashed or failed; 130 interrupted.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(help: "Sizes and trial counts: smoke, quick, standard or full.")
  var preset = Preset.quick

  @Option(help: ArgumentHelp("Only this workload; may be repeated.", valueName: "id"))
  var workload: [String] = []

  @Option(help: ArgumentHelp("Only this runtime; may be repeated.", valueName: "id"))
  var runtime: [String] = []

  @Option(help: ArgumentHelp("Fresh processes a case, in place of the preset's.", valueName: "n"))
  var trials: Int?

  @Option(
    help: ArgumentHelp("Decides the order of the trials; random if left out.", valueName: "n"))
  var seed: UInt64?

  @Flag(help: "Print the plan and measure nothing.")
  var dryRun = false

  @Flag(help: "Go on with the newest run that has trials left.")
  var resume = false

  func validate() throws {
    if resume, !workload.isEmpty || !runtime.isEmpty || trials != nil || seed != nil || dryRun {
      throw ValidationError("--resume continues a stored plan and takes no other choice than --db.")
    }
  }

  func run() throws {
    let tree = try SourceTree()
    if resume { return try continueRun(in: tree) }
    let seed = seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
    let plan = try planned(in: tree, seed: seed)
    if dryRun { return printPlan(plan) }
    try tree.locator.requireFresh(plan.implementations)
    let store = try MeasurementStore(path: database.db, access: .create)
    let run = try makeRun(plan, in: tree)
    try store.begin(run, plan: plan.trials, metrics: Metric.known)
    for warning in run.warnings { writeError(wrapped("Warning: \(warning.message)") + "\n") }
    try execute(plan.trials, of: run, absent: plan.absent, store: store, tree: tree)
  }

  private func planned(in tree: SourceTree, seed: UInt64) throws -> Plan {
    do {
      return try Plan(
        preset: preset, workloads: workload, runtimes: runtime, trials: trials, seed: seed,
        locator: tree.locator)
    } catch {
      switch error {
      case .unknownWorkload, .unknownRuntime, .tooFewTrials:
        throw ValidationError(error.description)
      default: throw error
      }
    }
  }

  private func continueRun(in tree: SourceTree) throws {
    let store = try MeasurementStore(path: database.db, access: .open)
    guard let summary = try store.runs().first(where: { $0.finishedAt == nil }) else {
      throw CommandError.nothingToResume(path: database.db)
    }
    let run = try store.run(summary.id)
    try requireSame(run, in: tree)
    let pending = try store.pendingTrials(of: run.id)
    try execute(pending, of: run, absent: [], store: store, tree: tree)
  }

  /// A run is of one machine and one set of sources; to go on with others would mix them.
  private func requireSame(_ run: Run, in tree: SourceTree) throws {
    let machine = MachineProbe().machine()
    guard machine.fingerprint == run.machine.fingerprint else {
      throw CommandError.file(
        path: database.db,
        reason: "Run \(run.id) was begun on another machine. Begin one here: parallax measure")
    }
    let located = try tree.locator.implementations()
    try tree.locator.requireFresh(located)
    let now = try tree.locator.listings(of: located)
    for listing in run.listings {
      let current = now.first { $0.implementation == listing.implementation }
      guard current?.sha256 == listing.sha256 else {
        throw CommandError.file(
          path: listing.path,
          reason: "It has changed since run \(run.id) began. Begin a new one: parallax measure")
      }
    }
  }

  private func makeRun(_ plan: Plan, in tree: SourceTree) throws -> Run {
    let probe = MachineProbe()
    let machine = probe.machine()
    let tools = ToolchainProbe()
    let source = tools.sourceState(of: tree.root)
    return Run(
      id: UUID().uuidString.lowercased(), startedAt: .now, preset: preset.rawValue,
      seed: plan.seed, toolVersion: Parallax.version, commit: source?.commit,
      isDirty: source?.isDirty, machine: machine,
      toolchains: [tools.swiftOnPath()].compactMap(\.self),
      listings: try tree.locator.listings(of: plan.implementations),
      warnings: RunWarning.atStart(
        machine: machine, load: probe.loadAverage(), isDirty: source?.isDirty))
  }

  private func execute(
    _ pending: [PlannedTrial], of run: Run, absent: Set<Implementation>, store: MeasurementStore,
    tree: SourceTree
  ) throws {
    let interruption = Interruption()
    let signals = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { interruption.request() }
      source.resume()
      return source
    }
    defer { for source in signals { source.cancel() } }
    let executor = ProcessExecutor(
      locator: tree.locator, fixtureExecutable: tree.executable,
      limits: .usual(on: run.machine), interruption: interruption)
    var progress = MeasureProgress()
    let ending = try Scheduler(executor: executor, interruption: interruption).run(
      pending, absent: absent,
      store: { trial in try store.record(trial, in: run.id) },
      report: { progress.show($0) })
    progress.finish()
    guard ending == .completed else {
      writeError(
        "Interrupted. \(progress.done) of \(pending.count) trials are stored; go on with: "
          + "parallax measure --resume --db \(database.db)\n")
      throw ExitCode(130)
    }
    try store.finish(run.id, at: .now)
    print(progress.summary(run: run, database: database.db))
    if progress.faults > 0 { throw CommandError.faults(progress.faults) }
  }

  private func printPlan(_ plan: Plan) {
    var rows = RowPrinter(.table, columns: ["#", "block", "case", "warm-ups", "iterations"])
    for trial in plan.trials {
      rows.add([
        .count(trial.position), .count(trial.block), .text(trial.case.description),
        .count(trial.warmups), .count(trial.iterations),
      ])
    }
    rows.finish()
    let seconds = TimeEstimate(plan.trials, absent: plan.absent).remaining.seconds
    writeError("\(plan.trials.count) trials, seed \(plan.seed), about \(shortDuration(seconds))\n")
  }
}

/// What the progress line and the closing lines of `measure` say.
private struct MeasureProgress {
  private(set) var done = 0
  private(set) var faults = 0
  private var line = ProgressLine()
  private var outcomes: [Outcome.Kind: Int] = [:]

  mutating func show(_ event: SchedulerEvent) {
    switch event {
    case .started(let planned, let done, let total, let remaining):
      line.show(
        "\(done)/\(total)  \(planned.case.description)  \(shortDuration(remaining.seconds)) left")
    case .finished(let trial, let done, _, _):
      self.done = done
      outcomes[trial.outcome.kind, default: 0] += 1
      guard trial.outcome.kind.isFault else { return }
      faults += 1
      line.clear()
      let detail = trial.outcome.detail ?? ""
      writeError(
        "\(trial.planned.case.description): \(trial.outcome.kind.label). "
          + "\(RowPrinter.oneLine(detail))\n")
    }
  }

  mutating func finish() { line.clear() }

  func summary(run: Run, database: String) -> String {
    let counts = Outcome.Kind.allCases.compactMap { kind in
      outcomes[kind].map { "\($0) \(kind.label)" }
    }
    return "Run \(run.id): \(counts.joined(separator: ", ")). Stored in \(database)."
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

extension Preset: ExpressibleByArgument {}
