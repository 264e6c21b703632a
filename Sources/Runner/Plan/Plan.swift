package import BenchmarkModel
import Statistics
import WorkloadCatalog
package import WorkloadKit

/// The trials of a run in the order in which they are to be made.
///
/// The order is a sequence of blocks. In each block every case that has trials left appears once,
/// and the cases of a block are shuffled, so that drift of the machine hits all alike. Cases stand
/// first in the order of catalog, sizes and runtimes; one `SeededGenerator` shuffles the
/// blocks one after another, so that the same seed gives the same order on every platform.
///
/// An implementation that is not there appears once a case, in the first block: its trial starts
/// nothing and records why, so that nothing is silently left out.
package struct Plan: Sendable, Equatable {
  /// The sizes and counts.
  package let preset: Preset
  /// The seed of the order.
  package let seed: UInt64
  /// The trials in their order; `position` is the index.
  package let trials: [PlannedTrial]
  /// The chosen implementations, also those that are not there.
  package let implementations: [LocatedImplementation]
  /// The cases in the order of catalog, sizes and runtimes.
  let series: [TrialSeries]

  /// Plans a preset.
  ///
  /// - Parameters:
  ///   - preset: The sizes and counts.
  ///   - workloads: The names to keep; empty for all.
  ///   - runtimes: The identifiers to keep, `swift-async` with its variants or
  ///     `swift-async:actor` alone; empty for all.
  ///   - trials: Fresh processes a case in place of the preset's number; nil for that.
  ///   - seed: Decides the order.
  ///   - locator: Says which implementations are there.
  /// - Throws: `RunnerError.unknownWorkload`, `.unknownRuntime`, `.tooFewTrials`, `.unreadable`.
  package init(
    preset: Preset,
    workloads: [String] = [],
    runtimes: [String] = [],
    trials: Int? = nil,
    seed: UInt64,
    locator: ProgramLocator
  ) throws(RunnerError) {
    if let trials, trials < 1 { throw .tooFewTrials(trials) }
    let all = try locator.implementations()
    try Self.requireKnown(workloads, runtimes, among: all)
    let chosen = all.filter { located in
      let implementation = located.implementation
      return (workloads.isEmpty || workloads.contains(implementation.workload))
        && (runtimes.isEmpty || runtimes.contains(implementation.runtime.rawValue)
          || runtimes.contains(implementation.runtimeID))
    }
    self.init(preset: preset, trials: trials, seed: seed, implementations: chosen)
  }

  /// Plans a preset for implementations that have been looked for.
  init(preset: Preset, trials: Int?, seed: UInt64, implementations: [LocatedImplementation]) {
    var series: [TrialSeries] = []
    for workload in Catalog.workloads {
      let cases = PresetCases(of: workload, for: preset)
      let own = implementations.filter { $0.implementation.workload == workload.name }
      for parameters in cases.parameters {
        for located in own
        where cases.parameters(of: located.implementation).contains(parameters) {
          var effort = cases.effort
          let usualTrials = trials ?? effort.trials
          effort.trials = located.status == .ready ? usualTrials : 1
          series.append(
            TrialSeries(
              case: Case(located.implementation, parameters), effort: effort,
              usualTrials: usualTrials, isImplemented: located.status != .notImplemented))
        }
      }
    }
    self.preset = preset
    self.seed = seed
    self.series = series
    self.trials = Self.blocks(of: series, seed: seed)
    self.implementations = implementations
  }

  /// The chosen implementations that are not there; their trials take no time.
  package var absent: Set<Implementation> {
    Set(implementations.filter { $0.status != .ready }.map(\.implementation))
  }

  /// The trials of each series, one a block, in shuffled blocks.
  static func blocks(of series: [TrialSeries], seed: UInt64) -> [PlannedTrial] {
    var generator = SeededGenerator(seed: seed)
    var planned: [PlannedTrial] = []
    for block in 0..<(series.map(\.effort.trials).max() ?? 0) {
      for next in generator.shuffled(series.filter { $0.effort.trials > block }) {
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
    return planned
  }

  /// Every case once: what a plan by precision begins with.
  package var firstBlock: [PlannedTrial] { trials.filter { $0.block == 0 } }

  private static func requireKnown(
    _ workloads: [String],
    _ runtimes: [String],
    among all: [LocatedImplementation]
  ) throws(RunnerError) {
    let names = Catalog.names
    if let name = workloads.first(where: { !names.contains($0) }) {
      throw .unknownWorkload(name: name, nearest: nearestName(to: name, in: names), allowed: names)
    }
    var identifiers = Runtime.allCases.map(\.rawValue)
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

/// A case with the number of its trials and their work.
struct TrialSeries: Sendable, Equatable {
  let `case`: Case
  /// What is planned: one trial where there is nothing to run.
  let effort: Effort
  /// The trials that it has where its program is built.
  let usualTrials: Int
  let isImplemented: Bool
}
