import BenchmarkModel
import FoundationEssentials
import Runner
import Store

extension Measure {
  /// Measures programs against themselves.
  func certify(in tree: SourceTree) throws {
    let plan = try CertificationPlan(
      seed: seed ?? .randomSeed, locator: tree.locator)
    guard !plan.trials.isEmpty else { throw CommandError.nothingToCertify }
    if dryRun { return printTrials(plan.trials) }
    try measure(
      plan.trials, of: plan.implementations, preset: Certification.preset, seed: plan.seed,
      in: tree)
  }

  /// Opens the database, stores a run with its plan and carries it out.
  ///
  /// - Parameters:
  ///   - absent: Implementations whose trials start nothing.
  ///   - pieceIdentifier: Names the run that pieces of a divided plan become; nil for a whole plan.
  func measure(
    _ trials: [PlannedTrial], of implementations: [LocatedImplementation], preset: String,
    seed: UInt64, absent: Set<Implementation> = [], in tree: SourceTree,
    pieceIdentifier: ((Run) -> String)? = nil
  ) throws {
    try tree.locator.requireFresh(implementations)
    let store = try MeasurementStore(path: database.db, access: .create)
    let lock = try MeasureLock(database: database.db)
    defer { withExtendedLifetime(lock) {} }
    var run = try makeRun(preset, seed: seed, implementations, in: tree)
    if let pieceIdentifier {
      run.id = pieceIdentifier(run)
      guard try !store.runs().contains(where: { $0.id == run.id }) else {
        throw CommandError.pieceIsHere(run: run.id, path: database.db)
      }
    }
    try store.begin(run, plan: trials, metrics: Metric.known)
    for warning in run.warnings { writeError(wrapped("Warning: \(warning.message)") + "\n") }
    try MeasureSession(
      run: run, store: store, tree: tree, pending: trials, absent: absent, showsDetails: details
    ).carryOut(watch: PrecisionWatch(run, plan: trials))
  }

  /// The run as it is known before its first trial, with a look at the machine's noise.
  private func makeRun(
    _ preset: String, seed: UInt64, _ implementations: [LocatedImplementation],
    in tree: SourceTree
  ) throws -> Run {
    let look = MachineLook(in: tree)
    return Run(
      id: UUID().uuidString.lowercased(), startedAt: .now, preset: preset, seed: seed,
      toolVersion: Parallax.version, commit: look.source?.commit, isDirty: look.source?.isDirty,
      machine: look.machine, toolchains: [look.swift].compactMap(\.self),
      listings: try tree.locator.listings(of: implementations), warnings: look.warnings,
      loadBefore: look.load, calibration: look.calibration, goal: goal, budgetSeconds: budget)
  }
}

extension UInt64 {
  /// A seed that is short enough to be typed.
  static var randomSeed: UInt64 { .random(in: 0...UInt64(UInt32.max)) }
}
