package import BenchmarkModel
import Statistics
import WorkloadCatalog
package import WorkloadKit

/// The trials of a run, in the order in which they run.
///
/// The order is a sequence of rounds. A round has one block of each workload and size that has trials
/// left, in shuffled order, so that drift of the machine affects all workloads alike. A block has one trial
/// of every case of the workload at that size that has trials left, shuffled, back to back: what is compared
/// within a block ran under the same conditions. Before shuffling, cases are in order of catalog, size and
/// runtime. One `SeededGenerator` generator shuffles the rounds in turn, so the same seed gives the same
/// order on every platform.
///
/// A missing implementation appears once per case, in the first block. Its trial starts nothing
/// and records why, so nothing is left out silently.
package struct Plan: Sendable, Equatable {
  /// The maximum number of trials per case: a plan is held in memory and stored whole.
  package static let maximumTrials = 10_000

  package let preset: Preset
  /// The seed of the order.
  package let seed: UInt64
  /// The trials in order; `position` is the index.
  package let trials: [PlannedTrial]
  /// The selected implementations, including those that are missing.
  package let implementations: [LocatedImplementation]
  /// The cases in order of catalog, size and runtime.
  let series: [TrialSeries]

  /// Plans a preset.
  ///
  /// - Parameters:
  ///   - preset: The sizes.
  ///   - workloads: The names of the workloads to keep; empty for all.
  ///   - runtimes: The identifiers to keep: `swift-async` with its variants, or
  ///     `swift-async:actor` alone; empty for those that are measured by default.
  ///   - rules: Where `runtimes` is empty, only the variants that these rules compare are kept, and the cases
  ///     of `standard` are added by which they are decided; nil for all variants and no other case.
  ///   - toolchains: Toolchains whose programs are measured beside the default ones, such as `go=1.25`, or
  ///     `all` that are built. Of each runtime its default implementation is measured, in the blocks of the
  ///     others.
  ///   - trials: Fresh processes per case; nil for one, which a planner follows with others.
  ///   - seed: Determines the order.
  ///   - locator: Reports which implementations are available.
  /// - Throws: `RunnerError.unknownWorkload`, `.unknownRuntime`, `.unknownToolchain`, `.badTrialCount`,
  ///   `.unreadable`.
  package init(
    preset: Preset,
    workloads: [String] = [],
    runtimes: [String] = [],
    rules: [ClaimRule]? = nil,
    toolchains: [String] = [],
    trials: Int? = nil,
    seed: UInt64,
    locator: ProgramLocator
  ) throws(RunnerError) {
    if let trials, !(1...Self.maximumTrials).contains(trials) { throw .badTrialCount(trials) }
    let all = try locator.implementations()
    try Self.requireKnown(workloads, runtimes, locator.runtimes.runtimes, among: all)
    let usual = Set(locator.runtimes.defaults)
    let claimed =
      runtimes.isEmpty
      ? rules.map {
        ClaimedCases(deciding: $0, besides: preset, defaults: locator.runtimes.defaults)
      } : nil
    let chosen = all.filter { located in
      let implementation = located.implementation
      return (workloads.isEmpty || workloads.contains(implementation.workload))
        && (runtimes.isEmpty
          ? (usual.contains(implementation.runtime) || located.command != nil)
            && (implementation.variant == nil || claimed?.variants.contains(implementation) ?? true)
          : runtimes.contains(implementation.runtime.id)
            || runtimes.contains(implementation.runtimeID))
    }
    self.init(
      preset: preset, trials: trials, seed: seed,
      implementations: try Self.adding(toolchains, to: chosen, locator), claimed: claimed)
  }

  /// Plans a preset for implementations that have been located.
  init(
    preset: Preset, trials: Int?, seed: UInt64, implementations: [LocatedImplementation],
    claimed: ClaimedCases? = nil
  ) {
    var series: [TrialSeries] = []
    for workload in Catalog.measurable {
      let cases = PresetCases(of: workload, for: preset)
      let own = implementations.filter { $0.implementation.workload == workload.name }
      let more = claimed?.sizes(of: workload) ?? []
      for parameters in cases.parameters + more {
        for located in own
        where cases.parameters(of: located.implementation).contains(parameters)
          || claimed?.contains(Case(located.implementation, parameters)) ?? false
        {
          let usualTrials = trials ?? 1
          series.append(
            TrialSeries(
              case: Case(located.implementation, parameters), effort: cases.effort,
              trials: located.status == .ready ? usualTrials : 1, usualTrials: usualTrials,
              isImplemented: located.status != .notImplemented))
        }
      }
    }
    self.preset = preset
    self.seed = seed
    self.series = series
    self.trials = Self.blocks(of: series, seed: seed)
    self.implementations = implementations
  }

  /// The selected implementations that are missing; their trials take no time.
  package var absent: Set<Implementation> {
    Set(implementations.filter { $0.status != .ready }.map(\.implementation))
  }

  /// The trials of each series, one per block, in shuffled rounds of shuffled blocks.
  static func blocks(of series: [TrialSeries], seed: UInt64) -> [PlannedTrial] {
    var generator = SeededGenerator(seed: seed)
    var planned: [PlannedTrial] = []
    for block in 0..<(series.map(\.trials).max() ?? 0) {
      let left = series.filter { $0.trials > block }.grouped { WorkGroup($0.case) }
      for group in generator.shuffled(left) {
        for next in generator.shuffled(group) {
          planned.append(
            PlannedTrial(
              position: planned.count,
              block: block,
              case: next.case,
              warmups: next.effort.warmups,
              iterations: next.effort.iterations
            )
          )
        }
      }
    }
    return planned
  }

  /// Every case once; a plan that grows starts with this round.
  package var firstRound: [PlannedTrial] { trials.filter { $0.block == 0 } }

  private static func requireKnown(
    _ workloads: [String],
    _ runtimes: [String],
    _ described: [Runtime],
    among all: [LocatedImplementation]
  ) throws(RunnerError) {
    let names = Catalog.names
    if let name = workloads.first(where: { !names.contains($0) }) {
      throw .unknownWorkload(name: name, nearest: nearestName(to: name, in: names), allowed: names)
    }
    var identifiers = described.map(\.id)
    for variant in all.map(\.implementation.runtimeID) where !identifiers.contains(variant) {
      identifiers.append(variant)
    }
    if let name = runtimes.first(where: { !identifiers.contains($0) }) {
      throw .unknownRuntime(
        name: name,
        nearest: nearestName(to: name, in: identifiers),
        allowed: identifiers
      )
    }
  }
}

/// A case with its number of trials and the effort of each.
struct TrialSeries: Sendable, Equatable {
  let `case`: Case
  let effort: Effort
  /// The number of planned trials: a single one if there is nothing to run.
  let trials: Int
  /// The number of trials if the program is built.
  let usualTrials: Int
  let isImplemented: Bool
}
