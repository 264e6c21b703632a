import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Runner
import Statistics
import Store
import WorkloadKit

extension Measure {
  /// Measures programs against themselves.
  func certify(in tree: SourceTree) throws {
    let plan = try CertificationPlan(
      seed: seed ?? .randomSeed, locator: tree.locator)
    guard !plan.trials.isEmpty else { throw CommandError.nothingToCertify }
    if dryRun { return try printTrials(plan.trials) }
    try measure(
      plan.trials, of: plan.implementations, preset: Certification.preset, seed: plan.seed,
      in: tree)
  }

  /// The plan of a preset.
  func planned(in tree: SourceTree) throws -> Plan {
    let rules = try rules(in: tree)
    do {
      return try Plan(
        preset: chosenPreset, workloads: choice.workload, runtimes: choice.runtime,
        rules: rules, toolchains: toolchain, trials: goal == nil ? trials : nil,
        seed: seed ?? .randomSeed, locator: tree.locator)
    } catch {
      throw usage(error)
    }
  }

  /// The rules that decide which variants and larger sizes are measured; nil for every variant.
  private func rules(in tree: SourceTree) throws -> [ClaimRule]? {
    isRaced && chosenPreset == .quick && !tree.isPackage ? try tree.rules() : nil
  }

  /// An error in the user's own arguments is a usage error.
  func usage(_ error: RunnerError) -> any Error {
    switch error {
    case .unknownWorkload, .unknownRuntime, .unknownToolchain, .badTrialCount, .tooManyShards:
      ValidationError(error.description)
    default: error
    }
  }

  /// Stores a run with this command's options and its plan, and runs it.
  func measure(
    _ trials: [PlannedTrial], of implementations: [LocatedImplementation], preset: String,
    seed: UInt64, absent: Set<Implementation> = [], in tree: SourceTree,
    shardIdentifier: ((Run) -> String)? = nil
  ) throws {
    var run = NewRun(database: database.db, tree: tree, preset: preset, seed: seed)
    run.goal = goal
    run.budgetSeconds = allottedSeconds
    run.isRaced = isRaced
    run.environment = addedEnvironment
    run.countsEvents = events
    run.showsDetails = details
    run.shardIdentifier = shardIdentifier
    try run.carryOut(trials, of: implementations, absent: absent)
  }
}

/// A run that is about to start.
struct NewRun {
  let database: String
  let tree: SourceTree
  let preset: String
  let seed: UInt64
  var goal: PrecisionGoal?
  var budgetSeconds: Double?
  /// Whether the plan grows by the comparisons that are open.
  var isRaced = false
  /// The variables to add to the environment of every trial, by name.
  var environment: [String: String] = [:]
  var countsEvents = false
  var showsDetails = false
  /// The identifier of the run that shards combine into; nil for a whole plan.
  var shardIdentifier: ((Run) -> String)?
  /// What else its toolchains say.
  var notes: [Toolchain] = []
  /// The plan of two commits and how they are compared; nil for any other run.
  var pairs: (plan: PairPlan, comparison: CommitPairs)?

  /// Opens the database, stores the run with its plan or the beginning of a plan that grows, and runs it.
  ///
  /// - Parameter absent: Implementations whose trials start nothing.
  /// - Returns: The run's identifier.
  @discardableResult
  func carryOut(
    _ trials: [PlannedTrial], of implementations: [LocatedImplementation],
    absent: Set<Implementation> = []
  ) throws -> String {
    try tree.locator.requireFresh(implementations)
    let notice = LockNotice(path: database)
    let store = try MeasurementStore(creating: database, lockWait: notice.lockWait)
    let lock = try MeasureLock(database: database)
    defer { withExtendedLifetime(lock) {} }
    var run = try makeRun(implementations)
    if let shardIdentifier {
      run.id = shardIdentifier(run)
      guard try !store.runs().contains(where: { $0.id == run.id }) else {
        throw CommandError.shardAlreadyStored(run: run.id, path: database)
      }
    }
    try store.begin(run, plan: trials, metrics: Metric.known)
    for warning in run.warnings { writeError(wrapped("Warning: \(warning.message)") + "\n") }
    try MeasureSession(
      run: run, store: store, tree: tree, pending: trials, absent: absent,
      countsEvents: countsEvents, showsDetails: showsDetails, notice: notice
    ).carryOut(
      pairs.map { pairs -> any GrowingPlan in
        PairWatch(pairs.plan, run, in: store, comparing: pairs.comparison)
      } ?? run.growingPlan(trials, in: store, of: tree))
    return run.id
  }

  /// The run as known before its first trial, including the machine's noise.
  private func makeRun(_ implementations: [LocatedImplementation]) throws -> Run {
    let look = try MachineLook(in: tree, isBrief: preset == "smoke")
    let libraries = try tree.locator.libraries(of: implementations)
    return Run(
      id: UUID().uuidString.lowercased(), startedAt: .now, preset: preset, seed: seed,
      toolVersion: Parallax.version, commit: look.source?.commit, isDirty: look.source?.isDirty,
      machine: look.machine,
      toolchains: look.toolchains + tree.locator.stated(for: implementations) + libraries + notes,
      listings: try tree.locator.measuredListings(of: implementations), environment: environment,
      warnings: look.warnings,
      loadBefore: look.load, calibration: look.calibration, goal: goal,
      budgetSeconds: budgetSeconds, lookCount: isRaced ? ModeratedInterval.looks.count : 1)
  }
}

extension Run {
  /// How the plan of this run goes on; nil if it is fixed.
  func growingPlan(
    _ plan: [PlannedTrial], trials: [Trial] = [], in store: MeasurementStore, of tree: SourceTree
  ) throws -> (any GrowingPlan)? {
    if let goal { return try PrecisionWatch(self, goal, plan: plan, trials: trials) }
    guard lookCount > 1 else { return nil }
    return RaceWatch(
      self, in: store, plan: plan, trials: trials, rules: try tree.rules())
  }
}

extension UInt64 {
  /// A random seed short enough to type.
  static var randomSeed: UInt64 { .random(in: 0...UInt64(UInt32.max)) }
}
