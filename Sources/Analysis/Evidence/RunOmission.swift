package import BenchmarkModel

/// A run that a report leaves out for some or all of its workloads, and why.
package struct RunOmission: Sendable, Equatable {
  /// Why another run is shown.
  package enum Reason: String, Sendable, CaseIterable {
    case measuredNothing = "measured nothing"
    case environment = "had variables added to its environment"
    case smoke = "a smoke run"
    case partial = "a partial run"
    case olderVersions = "did not measure the newest version"
    case fewerVersions = "measured fewer versions"
    case smallerPreset = "has a smaller preset"
    case disturbed = "mostly disturbed by other work"
    case supersededToolchain = "measured with another version, and older"
    case older = "older"
  }

  package let run: RunCoverage
  package let reason: Reason
  /// The workloads for which another run is shown, sorted; empty for a run that measured nothing.
  package let workloads: [String]
  /// Whether it is newer than the run that is shown of one of these workloads.
  package let isNewer: Bool
}

extension RunOmission {
  /// What is left out of a machine's runs, newest first.
  static func all(of choices: [String: WorkloadChoices], besides runs: [RunCoverage])
    -> [RunOmission]
  {
    let used = Set(
      choices.values.flatMap { [$0.shown.run.run.id] + $0.versionRuns.values })
    return runs.sorted { ($0.startedAt, $1.id) > ($1.startedAt, $0.id) }.flatMap { run in
      let hasValues = run.workloads.contains { $0.completedTrials > 0 || !$0.toolchains.isEmpty }
      guard hasValues || used.contains(run.id) else {
        return [RunOmission(run: run, reason: .measuredNothing, workloads: [], isNewer: false)]
      }
      return hasValues ? omissions(of: run, choices) : []
    }
  }

  private static func omissions(
    of run: RunCoverage, _ choices: [String: WorkloadChoices]
  ) -> [RunOmission] {
    var groups: [Reason: (workloads: [String], isNewer: Bool)] = [:]
    for coverage in run.workloads {
      let other = WorkloadEvidence(run: run, coverage: coverage)
      guard let omission = choices[coverage.workload]?.omission(of: other) else { continue }
      groups[omission.reason, default: ([], false)].workloads.append(coverage.workload)
      if run.startedAt > omission.instead.startedAt { groups[omission.reason]?.isNewer = true }
    }
    return Reason.allCases.compactMap { reason in
      groups[reason].map {
        RunOmission(
          run: run, reason: reason, workloads: $0.workloads.sorted(), isNewer: $0.isNewer)
      }
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
    case .olderVersions: "\(runs) without the newest version"
    case .fewerVersions: "\(runs) of fewer versions"
    case .smallerPreset: "\(runs) of a smaller preset"
    case .disturbed: "\(runs) mostly disturbed by other work"
    case .supersededToolchain: "\(runs) of older versions"
    case .older: "\(counted(count, "older run"))"
    }
  }
}
