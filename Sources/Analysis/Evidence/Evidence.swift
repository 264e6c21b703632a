package import BenchmarkModel
import FoundationEssentials
import WorkloadKit

/// The runs that a report shows, machine by machine, chosen by one rule.
///
/// Of each workload on each machine the most complete run is shown. Runs are ordered by these questions,
/// in this order, until one decides:
///
/// 1. Did a trial complete?
/// 2. Did its trials have no variables added to their environment?
/// 3. Is its preset another than `smoke`?
/// 4. Of how many runtimes did the default implementation complete?
/// 5. How large is its preset?
///
/// Of the runs that are equal so far, those with at most half the completed trials of the fullest are
/// partial. Of the others, those come first of which at most half the trials were disturbed, and then
/// the newest. So a partial or smoke run never replaces a fuller one.
///
/// The page of versions has other runs: of those that measured several toolchains of a workload, the one
/// that the same rule chooses when the fourth question counts toolchains.
package struct Evidence: Sendable, Equatable {
  /// The machines with a run to show, the primary one first, the others by completeness.
  package private(set) var machines: [MachineEvidence]

  /// Chooses among runs.
  ///
  /// - Parameters:
  ///   - runs: The runs in any order. Those for special purposes (``Run/presetsApart``) are evidence
  ///     only if they are named.
  ///   - chosen: The identifiers of the only runs to show; nil for all.
  ///   - workloads: The names of the only workloads to show; nil for all.
  package init(of runs: [RunCoverage], chosen: Set<String>? = nil, workloads: Set<String>? = nil) {
    let candidates = runs.filter { run in
      chosen.map { $0.contains(run.id) } ?? !Run.presetsApart.contains(run.preset)
    }
    let groups = Dictionary(grouping: candidates, by: \.machine.fingerprint)
    machines = groups.values.compactMap { MachineEvidence(of: $0, workloads: workloads) }
      .sorted { one, other in
        if one.completeness != other.completeness {
          return other.completeness.lexicographicallyPrecedes(one.completeness)
        }
        return one.machine.fingerprint < other.machine.fingerprint
      }
    let slugs = MachineSlugs(machines.map(\.machine))
    for index in machines.indices { machines[index].slug = slugs[machines[index].machine] }
  }

  /// The machines that a user can mean: the one with this slug, or those whose fingerprint begins like
  /// this or whose processor's name contains it in any case.
  package func machines(named name: String) -> [MachineEvidence] {
    if let exact = machines.first(where: { $0.slug == name }) { return [exact] }
    return machines.filter {
      Machine.isMeant(by: name, fingerprint: $0.machine.fingerprint, cpuModel: $0.machine.cpuModel)
    }
  }

  /// Makes a machine the primary one.
  package mutating func lead(with slug: String) {
    guard let index = machines.firstIndex(where: { $0.slug == slug }) else { return }
    machines.insert(machines.remove(at: index), at: 0)
  }

  /// The run that shows the most workloads of the primary machine, the newest of several; nil without
  /// any.
  package var mainRun: String? { machines.first?.mainRun }
}

/// What a report shows of one machine.
package struct MachineEvidence: Sendable, Equatable {
  /// The machine as its newest shown run describes it.
  package let machine: Machine
  /// Its name in addresses: lower-case letters, digits and hyphens, unique in the report.
  package fileprivate(set) var slug = ""
  /// The identifier of the shown run, by workload.
  package let shown: [String: String]
  /// The identifier of the run that shows what versions of a workload's runtimes changed, by workload; only where it is
  /// another run than the shown one.
  package let versions: [String: String]
  /// The runs of the machine that are left out, newest first.
  package let omissions: [RunOmission]
  /// How much evidence there is: runtimes measured with presets above `smoke`, all runtimes, the sum of
  /// the presets' ranks, and the time of the newest run.
  fileprivate let completeness: [Double]
  fileprivate let mainRun: String?

  /// Nil if no run has a trial of the workloads.
  fileprivate init?(of runs: [RunCoverage], workloads: Set<String>?) {
    let groups = WorkloadEvidence.all(in: runs).filter { workloads?.contains($0.key) ?? true }
    let choices = groups.mapValues { WorkloadChoice($0) }
    let newest = choices.values.map(\.shown.run).max {
      ($0.startedAt, $1.id) < ($1.startedAt, $0.id)
    }
    guard let newest else { return nil }
    machine = newest.machine
    let shown = choices.mapValues(\.shown.run.id)
    self.shown = shown
    let measuredVersions = groups.compactMapValues {
      WorkloadChoice(ofVersionsIn: $0)?.shown.run.id
    }
    versions = measuredVersions.filter { shown[$0.key] != $0.value }
    omissions = RunOmission.all(of: choices, besides: runs).compactMap { [versions] in
      $0.excluding(versions)
    }
    let chosen = choices.values.map(\.shown)
    let full = chosen.filter { !$0.isSmoke && $0.isPlain }
    completeness = [
      full.reduce(0) { $0 + Double($1.coverage.runtimes.count) },
      chosen.reduce(0) { $0 + Double($1.coverage.runtimes.count) },
      chosen.reduce(0) { $0 + Double($1.presetRank) },
      newest.startedAt.timeIntervalSince1970,
    ]
    let counts = Dictionary(grouping: chosen, by: \.run.id)
    mainRun =
      counts.values.max { one, other in
        (one.count, one[0].run.startedAt, other[0].run.id)
          < (other.count, other[0].run.startedAt, one[0].run.id)
      }?.first?.run.id
  }
}

/// What one run says about one workload, as the rule sees it.
struct WorkloadEvidence {
  let run: RunCoverage
  let coverage: WorkloadCoverage

  /// The runs of each workload.
  static func all(in runs: [RunCoverage]) -> [String: [WorkloadEvidence]] {
    runs.reduce(into: [:]) { groups, run in
      for coverage in run.workloads {
        groups[coverage.workload, default: []].append(
          WorkloadEvidence(run: run, coverage: coverage))
      }
    }
  }

  var isPlain: Bool { run.environment.isEmpty }
  var isSmoke: Bool { run.preset == Preset.smoke.rawValue }
  /// The place of the preset among all; -1 for one that is not known.
  var presetRank: Int { Preset.allCases.firstIndex { $0.rawValue == run.preset } ?? -1 }
  /// Whether other work disturbed more than half of the trials.
  var isMostlyDisturbed: Bool { 2 * coverage.disturbedTrials > coverage.observedTrials }

  /// The answers to the questions of the rule; a larger one is more complete.
  ///
  /// - Parameter breadth: The answer to the fourth question.
  func rank(_ breadth: KeyPath<WorkloadCoverage, Set<String>>) -> [Int] {
    [
      coverage.completedTrials > 0 ? 1 : 0, isPlain ? 1 : 0, isSmoke ? 0 : 1,
      coverage[keyPath: breadth].count, presetRank,
    ]
  }
}

/// The run that is shown of a workload, and the others.
struct WorkloadChoice {
  let shown: WorkloadEvidence
  let others: [WorkloadEvidence]
  /// The completed trials of the fullest run that the rule ranks as high as the shown one.
  let maximumTrials: Int

  /// Chooses among the runs that measured several toolchains; nil if there is none.
  init?(ofVersionsIn runs: [WorkloadEvidence]) {
    let found = runs.filter { !$0.coverage.toolchains.isEmpty }
    guard !found.isEmpty else { return nil }
    self.init(found, by: \.toolchains)
  }

  /// Chooses among at least one run.
  init(_ runs: [WorkloadEvidence], by breadth: KeyPath<WorkloadCoverage, Set<String>> = \.runtimes)
  {
    precondition(!runs.isEmpty, "a workload is grouped by its runs")
    let ranks = runs.map { $0.rank(breadth) }
    let best = ranks.reduce(ranks[0]) { $0.lexicographicallyPrecedes($1) ? $1 : $0 }
    let equal = zip(runs, ranks).filter { $0.1 == best }.map(\.0)
    let most = equal.map(\.coverage.completedTrials).max() ?? 0
    let full = equal.filter { !Self.isPartial($0, most) }
    let order = full.sorted { one, other in
      if one.isMostlyDisturbed != other.isMostlyDisturbed { return other.isMostlyDisturbed }
      if one.run.startedAt != other.run.startedAt {
        return one.run.startedAt > other.run.startedAt
      }
      return one.run.id < other.run.id
    }
    let shown = order[0]
    self.shown = shown
    maximumTrials = most
    others = runs.filter { $0.run.id != shown.run.id }
  }

  /// Whether a run has at most half the trials of the fullest; one without any is not partial.
  static func isPartial(_ one: WorkloadEvidence, _ most: Int) -> Bool {
    most > 0 && 2 * one.coverage.completedTrials <= most
  }
}
