import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Runner
import Store

/// One session of a run, in which trials run and are stored.
///
/// A later session can continue the run.
struct MeasureSession {
  let run: Run
  let store: MeasurementStore
  let tree: SourceTree
  /// The rest of the stored plan, if it is fixed.
  let pending: [PlannedTrial]
  /// The implementations whose trials start nothing.
  let absent: Set<Implementation>
  /// Whether each trial has a second process, in which events are counted.
  let countsEvents: Bool
  /// Whether the final tables show every size.
  let showsDetails: Bool
  /// How the store waits for other programs.
  let notice: LockNotice

  /// Runs the plan until it ends or the user stops it.
  ///
  /// - Parameter growing: How the plan goes on; nil if it is fixed.
  func carryOut(_ growing: (any GrowingPlan)?) throws {
    var growing = growing
    let pending = growing?.pending ?? pending
    let estimate = try store.estimate(of: pending, growing, absent: absent, in: run)
    writeError(estimateText(of: pending.count, estimate, growing, run: run) + "\n")
    var progress = MeasureProgress()
    var tally = InterferenceTally()
    let earlier = try store.trials(of: run.id).filter { $0.outcome.kind != .leftOut }
    for trial in earlier { tally.include(trial, logicalCores: run.machine.logicalCores) }
    let ending = try interruptible(onRequest: notice.giveUp) { interruption in
      defer { progress.finish() }
      let executor = ProcessExecutor(
        locator: tree.locator, fixtureExecutable: tree.executable,
        limits: .usual(on: run.machine),
        environment: TrialEnvironment(adding: run.environment), cores: run.machine.logicalCores,
        countsEvents: countsEvents, interruption: interruption)
      return try Scheduler(executor: executor, interruption: interruption).run(
        pending, estimate: estimate,
        store: { trial in
          try keep(trial, interruption)
          growing?.take(trial)
          tally.include(trial, logicalCores: run.machine.logicalCores)
        },
        more: { estimate in
          guard let next = try growing?.planRound(estimate) else { return PlannedRound() }
          try resumable { () throws(StoreError) in try adopt(next) }
          return next
        },
        report: { progress.show($0, limit: growing?.budgetLeft, state: growing?.state) })
    }
    guard ending == .completed else {
      writeError(
        wrapped("Interrupted. Trials stored in this session: \(progress.done).") + "\n")
      writeError("\(wayOn)\n")
      throw ExitCode(130)
    }
    try finish(tally)
    try conclude(progress, growing, earlier: earlier.count)
  }

  /// Stores what a growing plan decided.
  private func adopt(_ round: PlannedRound) throws(StoreError) {
    if !round.trials.isEmpty, !round.isInPlan { try store.extend(run.id, by: round.trials) }
    guard !round.leftOut.isEmpty else { return }
    try store.record(
      round.leftOut.map { planned in
        Trial(
          planned: planned, startedAt: .now,
          outcome: Outcome(.leftOut, detail: "The budget was too small."))
      }, in: run.id)
  }

  /// Stores a trial or, if the database cannot be written, keeps it in a spool and throws.
  private func keep(_ trial: Trial, _ interruption: Interruption) throws {
    do {
      try store.record(trial, in: run.id)
    } catch {
      let spool = TrialSpool(database: store.path, run: run.id).keep(trial, of: run)
      let problem = CommandError.notStored(
        reason: error.description, spool: spool, continuation: continuation)
      guard interruption.isRequested else { throw problem }
      writeError("\(problem)\n")
      throw ExitCode(130)
    }
  }

  /// Adds to an error of the database how to continue the run.
  private func resumable(_ body: () throws(StoreError) -> Void) throws(CommandError) {
    do { try body() } catch {
      throw .notFinished(
        reason: error.description, isIntact: !error.saysThatFileIsGone, continuation: continuation)
    }
  }

  /// Stores what is known of the machine after the last trial.
  private func finish(_ tally: InterferenceTally) throws {
    let load = MachineProbe().loadAverage()
    let warnings = RunWarning.atEnd(
      trials: tally, loadBefore: run.loadBefore, loadAfter: load)
    try resumable { () throws(StoreError) in
      try store.finish(run.id, at: .now, loadAfter: load, warnings: warnings)
    }
    for warning in warnings { writeError(wrapped("Warning: \(warning.message)") + "\n") }
  }

  private func conclude(
    _ progress: MeasureProgress, _ growing: (any GrowingPlan)?, earlier: Int
  ) throws {
    switch run.preset {
    case Certification.preset:
      try CertificateReader(store: store).show(run)
      print()
    // Its only number is printed next to the one that it repeats.
    case Run.reproductionPreset: break
    // The command prints the comparison, perhaps for a program, and counts lost cases as worse.
    case Run.pairPreset:
      return writeError("Run \(run.id): \(progress.counts). Stored in \(store.path).\n")
    default:
      try AnalysisWriter(store: store, runtimes: tree.runtimes).bringUpToDate()
      try MeasureSummary(store: store, run: run, runtimes: tree.runtimes, showsAll: showsDetails)
        .show()
    }
    for paragraph in try growing?.conclusion() ?? [] { print(wrapped(paragraph)) }
    let before = earlier > 0 ? ", and \(counted(earlier, "trial")) earlier" : ""
    print("Run \(run.id): \(progress.counts)\(before). Stored in \(store.path).")
    if progress.faults > 0 { throw CommandError.faults(progress.faults) }
  }

  /// What can be done with a run that was interrupted.
  private var wayOn: String {
    guard run.preset == Run.pairPreset else { return "Continue with: \(continuation)" }
    let remove = ["parallax", "remove", String(run.id.prefix(8)), "--db", store.path, "--yes"]
    return wrapped("The builds are removed, so this run cannot be continued. Remove it with:") + " "
      + remove.map(shellWord).joined(separator: " ")
  }

  /// The command that continues this run, quoted for a shell.
  private var continuation: String {
    ([
      CommandLine.arguments[0], "measure", "--resume", String(run.id.prefix(8)), "--db", store.path,
    ]
      + (countsEvents ? ["--events"] : []) + ProgramOptions.words(of: tree)).map(shellWord).joined(
        separator: " ")
  }
}

/// A preview of the run, for example `190 trials, about 7 min 5 s`.
func estimateText(
  of count: Int, _ estimate: TimeEstimate, _ growing: (any GrowingPlan)?, run: Run
) -> String {
  let seconds = estimate.remaining.seconds
  let time = seconds < 1 ? "less than a second" : "about \(shortDuration(seconds))"
  guard growing != nil else { return "\(counted(count, "trial")), \(time)." }
  let first = "\(counted(estimate.trialsLeft, "trial")), \(time)"
  guard let goal = run.goal else {
    return wrapped(
      "\(first), until the first look; then more where comparisons are inconclusive, within a budget "
        + "of \(shortDuration(run.budgetSeconds ?? 0)).")
  }
  let budget = run.budgetSeconds.map { " No round starts after \(shortDuration($0))." }
  return wrapped(
    "\(first); then more, up to \(goal.trialCap) per case, until each interval is within the goal."
      + (budget ?? ""))
}

extension MeasurementStore {
  /// How long the rest of a run will take, from earlier runs of the machine if there are any.
  func estimate(
    of pending: [PlannedTrial], _ growing: (any GrowingPlan)?, absent: Set<Implementation>,
    in run: Run
  ) throws -> TimeEstimate {
    let pending = growing?.pending ?? pending
    let possible = growing?.possible ?? []
    let known = try usualSeconds(
      of: pending + possible, onMachine: run.machine.fingerprint)
    return TimeEstimate(
      pending, absent: absent, known: known.mapValues { .seconds($0) },
      foreseen: growing?.foreseen ?? [:], possible: possible)
  }
}
