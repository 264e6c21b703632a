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
/// The pages of versions show, of each workload and runtime, the run that measured the newest version; of several,
/// the one with the most versions, then the largest preset, then the newest. A run of the preset `smoke`, or with
/// variables added, is not shown there unless it is shown of the workload.
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

  /// The identifiers of the runs that show an implementation: those of the primary machine first, and of each machine
  /// the one that its workload's page shows before the one of its versions.
  package func runs(showing implementation: Implementation) -> [String] {
    machines.flatMap { found in
      let versions = found.versions[implementation.workload] ?? [:]
      return [found.shown[implementation.workload], versions[implementation.runtime.id]]
        .compactMap(\.self)
    }
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
  /// The identifier of the run that shows what versions of a runtime changed, by workload and runtime; only where it is
  /// another run than the shown one.
  package let versions: [String: [String: String]]
  /// The runs of the machine that are left out, newest first.
  package let omissions: [RunOmission]
  /// How much evidence there is: runtimes measured with presets above `smoke`, all runtimes, the sum of
  /// the presets' ranks, and the time of the newest run.
  fileprivate let completeness: [Double]
  fileprivate let mainRun: String?

  /// Nil if no run has a trial of the workloads.
  fileprivate init?(of runs: [RunCoverage], workloads: Set<String>?) {
    let groups = WorkloadEvidence.all(in: runs).filter { workloads?.contains($0.key) ?? true }
    let choices = groups.mapValues { WorkloadChoices($0) }
    let chosen = choices.values.map(\.shown.run)
    let newest = chosen.map(\.run).max { ($0.startedAt, $1.id) < ($1.startedAt, $0.id) }
    guard let newest else { return nil }
    machine = newest.machine
    shown = choices.mapValues(\.shown.run.run.id)
    versions = choices.mapValues(\.versionRuns).filter { !$0.value.isEmpty }
    omissions = RunOmission.all(of: choices, besides: runs)
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
  var rank: [Int] {
    [
      coverage.completedTrials > 0 ? 1 : 0, isPlain ? 1 : 0, isSmoke ? 0 : 1,
      coverage.runtimes.count, presetRank,
    ]
  }

  /// The answers to those about the versions of a runtime.
  func rank(ofVersionsOf runtime: String) -> [Int] {
    [isPlain ? 1 : 0, isSmoke ? 0 : 1] + coverage.newestVersion(of: runtime)
      + [coverage.toolchains(of: runtime).count, presetRank]
  }
}
