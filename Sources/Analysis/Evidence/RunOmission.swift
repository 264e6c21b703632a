package import BenchmarkModel

/// A run that a report leaves out for some or all of its workloads, and why.
package struct RunOmission: Sendable, Equatable {
  /// Why another run is shown.
  package enum Reason: String, Sendable, CaseIterable {
    case measuredNothing = "measured nothing"
    case environment = "had variables added to its environment"
    case smoke = "a smoke run"
    case partial = "a partial run"
    case smallerPreset = "has a smaller preset"
    case disturbed = "mostly disturbed by other work"
    case supersededToolchain = "measured with another version, and older"
    case older = "older"
  }

  package let run: RunCoverage
  package let reason: Reason
  /// The workloads for which another run is shown, sorted; empty for a run that measured nothing.
  package private(set) var workloads: [String]
  /// Whether it is newer than the run that is shown of one of these workloads.
  package let isNewer: Bool
}

extension RunOmission {
  /// The same without the workloads whose versions the run shows; nil if none is left.
  func excluding(_ versions: [String: String]) -> RunOmission? {
    var rest = self
    rest.workloads.removeAll { versions[$0] == run.id }
    return rest.workloads.isEmpty && !workloads.isEmpty ? nil : rest
  }

  /// What is left out of a machine's runs, newest first.
  static func all(of choices: [String: WorkloadChoice], besides runs: [RunCoverage])
    -> [RunOmission]
  {
    // A machine may have a run a night for years, so each is looked up rather than searched for.
    let others = choices.mapValues { choice in
      Dictionary(choice.others.map { ($0.run.id, $0) }) { first, _ in first }
    }
    return runs.sorted { ($0.startedAt, $1.id) > ($1.startedAt, $0.id) }.flatMap { run in
      guard run.workloads.contains(where: { $0.completedTrials > 0 }) else {
        let isShown = choices.values.contains { $0.shown.run.id == run.id }
        return isShown
          ? []
          : [RunOmission(run: run, reason: .measuredNothing, workloads: [], isNewer: false)]
      }
      return omissions(of: run, choices, others)
    }
  }

  private static func omissions(
    of run: RunCoverage, _ choices: [String: WorkloadChoice],
    _ others: [String: [String: WorkloadEvidence]]
  ) -> [RunOmission] {
    var groups: [Reason: (workloads: [String], isNewer: Bool)] = [:]
    for (workload, choice) in choices {
      guard let other = others[workload]?[run.id] else { continue }
      let reason = choice.reason(toLeaveOut: other)
      groups[reason, default: ([], false)].workloads.append(workload)
      if run.startedAt > choice.shown.run.startedAt { groups[reason]?.isNewer = true }
    }
    return Reason.allCases.compactMap { reason in
      groups[reason].map {
        RunOmission(
          run: run, reason: reason, workloads: $0.workloads.sorted(), isNewer: $0.isNewer)
      }
    }
  }
}

extension WorkloadChoice {
  /// The first question of the rule that another run answers worse.
  func reason(toLeaveOut other: WorkloadEvidence) -> RunOmission.Reason {
    if other.coverage.completedTrials == 0, shown.coverage.completedTrials > 0 {
      return .measuredNothing
    }
    if !other.isPlain, shown.isPlain { return .environment }
    if other.isSmoke, !shown.isSmoke { return .smoke }
    if other.coverage.runtimes.count < shown.coverage.runtimes.count { return .partial }
    if other.presetRank < shown.presetRank { return .smallerPreset }
    if Self.isPartial(other, maximumTrials) { return .partial }
    if other.isMostlyDisturbed, !shown.isMostlyDisturbed { return .disturbed }
    return hasOtherVersion(other) ? .supersededToolchain : .older
  }

  /// Whether a runtime of both stated another version.
  private func hasOtherVersion(_ other: WorkloadEvidence) -> Bool {
    shown.coverage.versions.contains { runtime, versions in
      other.coverage.versions[runtime].map { $0 != versions } ?? false
    }
  }
}

extension [RunOmission] {
  /// How many newer runs a summary names.
  private static var maximumNamed: Int { 3 }

  /// What is left out, in a few clauses; nil if nothing is.
  ///
  /// The runs that are newer than what is shown are named; of the others only the number is given.
  package var summary: String? {
    var parts = newerText.map { ["\($0), newer than what is shown"] } ?? []
    for reason in RunOmission.Reason.allCases {
      let older = Set(filter { !$0.isNewer && $0.reason == reason }.map(\.run.id))
      if !older.isEmpty { parts.append(reason.text(older.count)) }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The runs that are newer than what is shown, the newest by name; nil if there are none.
  package var newerText: String? {
    let newer = filter(\.isNewer)
    let named = newer.prefix(Self.maximumNamed).map {
      "\($0.reason.rawValue) (\($0.run.shortID): \($0.workloadText))"
    }
    let rest = newer.count - named.count
    return newer.isEmpty
      ? nil : Analysis.enumerated(named + (rest > 0 ? ["\(groupedText(rest)) more"] : []))
  }
}

extension RunOmission {
  /// The workloads, or their number if they are many.
  package var workloadText: String {
    workloads.count > 3 ? counted(workloads.count, "workload") : enumerated(workloads)
  }
}

extension RunOmission.Reason {
  /// A number of runs with the reason.
  fileprivate func text(_ count: Int) -> String {
    let runs = counted(count, "run")
    return switch self {
    case .measuredNothing: "\(runs) without a measurement"
    case .environment: "\(runs) with variables added to the environment"
    case .smoke: "\(runs) of the preset smoke"
    case .partial: "\(counted(count, "partial run"))"
    case .smallerPreset: "\(runs) of a smaller preset"
    case .disturbed: "\(runs) mostly disturbed by other work"
    case .supersededToolchain: "\(runs) of older versions"
    case .older: "\(counted(count, "older run"))"
    }
  }
}
