import BenchmarkModel
import FoundationEssentials
import Runner
import Store

extension Measure {
  /// Measures programs against themselves.
  func certify(in tree: SourceTree) throws {
    let plan = try CertificationPlan(
      seed: seed ?? UInt64.random(in: 0...UInt64(UInt32.max)), locator: tree.locator)
    guard !plan.trials.isEmpty else { throw CommandError.nothingToCertify }
    if dryRun { return printTrials(plan.trials) }
    try tree.locator.requireFresh(plan.implementations)
    let store = try MeasurementStore(path: database.db, access: .create)
    let lock = try MeasureLock(database: database.db)
    defer { withExtendedLifetime(lock) {} }
    let run = try makeRun(
      Certification.preset, seed: plan.seed, plan.implementations, in: tree)
    try begin(run, plan.trials, absent: [], in: tree, store: store)
  }

  /// Stores a run with its plan and carries it out.
  func begin(
    _ run: Run, _ plan: [PlannedTrial], absent: Set<Implementation>, in tree: SourceTree,
    store: MeasurementStore
  ) throws {
    try store.begin(run, plan: plan, metrics: Metric.known)
    for warning in run.warnings { writeError(wrapped("Warning: \(warning.message)") + "\n") }
    try MeasureSession(
      run: run, store: store, tree: tree, pending: plan, absent: absent, showsDetails: details
    ).carryOut(watch: PrecisionWatch(run, plan: plan))
  }

  /// The run as it is known before its first trial, with a look at the machine's noise.
  func makeRun(
    _ preset: String, seed: UInt64, _ implementations: [LocatedImplementation],
    in tree: SourceTree
  ) throws -> Run {
    let probe = MachineProbe()
    let machine = probe.machine()
    let tools = ToolchainProbe()
    let source = tools.sourceState(of: tree.root)
    let load = probe.loadAverage()
    let before = ProcessTimes()
    let calibration = NoiseProbe(programs: tree.locator.programs).calibration()
    return Run(
      id: UUID().uuidString.lowercased(), startedAt: .now, preset: preset, seed: seed,
      toolVersion: Parallax.version, commit: source?.commit, isDirty: source?.isDirty,
      machine: machine, toolchains: [tools.swiftOnPath()].compactMap(\.self),
      listings: try tree.locator.listings(of: implementations),
      warnings: RunWarning.atStart(
        machine: machine, load: load, isDirty: source?.isDirty, calibration: calibration,
        busiest: ProcessTimes().busiest(since: before)),
      loadBefore: load, calibration: calibration, goal: goal, budgetSeconds: budget)
  }
}
