import BenchmarkModel
import Runner
import Store

extension Measure {
  /// Continues a stored run, or prints what is left of it.
  func continueRun(_ name: String, in tree: SourceTree) throws {
    let notice = LockNotice(path: database.db)
    let store = try MeasurementStore(
      path: database.db, access: dryRun ? .readOnly : .open, lockWait: notice.lockWait)
    let lock = dryRun ? nil : try MeasureLock(database: database.db)
    defer { withExtendedLifetime(lock) {} }
    let machine = MachineProbe().machine()
    let run = try unfinishedRun(name, in: store, of: machine)
    if !dryRun { try TrialSpool(database: database.db, run: run.id).takeIn(to: store) }
    try requireSame(run, on: machine, in: tree)
    let plan = try store.plan(of: run.id)
    try run.requireSamePrograms(plan, in: tree)
    let pending = try store.pendingTrials(of: run.id)
    let planned = Set(plan.map(\.case.implementation))
    let absent = try planned.filter { try tree.locator.locate($0).status != .ready }
    let growing = try run.growingPlan(
      plan, trials: store.trials(of: run.id), in: store, of: tree)
    guard !dryRun else {
      let estimate = try store.estimate(of: pending, growing, absent: absent, in: run)
      try printTrials(pending)
      let text = estimateText(of: pending.count, estimate, growing, run: run)
      return writeError("Left of run \(run.id): \(text)\n")
    }
    try MeasureSession(
      run: run, store: store, tree: tree, pending: pending, absent: absent, countsEvents: events,
      showsDetails: details, notice: notice
    ).carryOut(growing)
  }

  /// The run with this name; it must have trials left.
  private func unfinishedRun(
    _ name: String, in store: MeasurementStore, of machine: Machine
  ) throws -> Run {
    guard name == Self.newest else {
      let run = try store.run(name)
      guard run.preset != Run.pairPreset else {
        throw CommandError.file(
          path: database.db,
          reason: "Run \(run.id) measured two commits, whose programs are gone. Start it again: "
            + "parallax ab BASELINE CANDIDATE")
      }
      guard run.finishedAt == nil else {
        throw CommandError.file(
          path: database.db,
          reason: "Run \(run.id) is finished; it has no trials left.")
      }
      return run
    }
    let unfinished = try store.runs().filter {
      $0.finishedAt == nil && $0.preset != Run.pairPreset
    }
    let own = unfinished.first { $0.machine.fingerprint == machine.fingerprint }
    // A run of another machine is rejected later, with the reason.
    guard let summary = own ?? unfinished.first else {
      throw CommandError.nothingToResume(path: database.db)
    }
    return try store.run(summary.id)
  }

  /// A run belongs to one machine and one version of the sources; continuing on others would mix them.
  private func requireSame(_ run: Run, on machine: Machine, in tree: SourceTree) throws {
    guard machine.fingerprint == run.machine.fingerprint else {
      throw CommandError.file(
        path: database.db,
        reason: "Run \(run.id) was started on another machine. Start a new run: parallax measure")
    }
    let changes = machine.changes(since: run.machine)
    guard changes.isEmpty else {
      throw CommandError.file(
        path: database.db,
        reason: "The machine has changed since run \(run.id) started: "
          + "\(changes.map(\.description).joined(separator: "; ")). Start a new run: parallax measure"
      )
    }
    let located = try tree.locator.implementations()
    try tree.locator.requireFresh(located)
    let now = try tree.locator.listings(of: located)
    for listing in run.listings {
      let current = now.first { $0.implementation == listing.implementation }
      guard current?.sha256 == listing.sha256 else {
        throw CommandError.file(
          path: listing.path,
          reason: "It has changed since run \(run.id) started. Start a new run: parallax measure")
      }
    }
  }
}
