import BenchmarkModel

/// What is chosen of the runs of a workload.
struct WorkloadChoices {
  /// The run that its page shows.
  let shown: WorkloadChoice
  /// The run that shows the versions of a runtime, by the runtime's identifier; it may be the shown one.
  let versions: [String: WorkloadChoice]

  /// Chooses among at least one run.
  init(_ runs: [WorkloadEvidence]) {
    let shown = WorkloadChoice(runs, by: \.rank)
    self.shown = shown
    let candidates = runs.filter { $0.isPlain && !$0.isSmoke || $0.run.id == shown.run.run.id }
    let runtimes = Set(candidates.flatMap(\.coverage.runtimesWithToolchains))
    versions = runtimes.reduce(into: [:]) { choices, runtime in
      let measured = candidates.filter { $0.coverage.runtimesWithToolchains.contains(runtime) }
      choices[runtime] = WorkloadChoice(measured) { $0.rank(ofVersionsOf: runtime) }
    }
  }

  /// The runs that show versions, by runtime, where they are others than the shown one.
  var versionRuns: [String: String] {
    versions.mapValues(\.run.run.id).filter { $0.value != shown.run.run.id }
  }

  /// Why a run is left out, and the run that is shown instead; nil if it is shown.
  ///
  /// A run over versions is compared with the one that shows versions of the same runtime.
  func omission(of other: WorkloadEvidence) -> (reason: RunOmission.Reason, instead: RunCoverage)? {
    let id = other.run.id
    guard id != shown.run.run.id, !versions.values.contains(where: { $0.run.run.id == id }) else {
      return nil
    }
    guard other.isPlain, !other.isSmoke,
      let runtime = other.coverage.runtimesWithToolchains.min(), let choice = versions[runtime]
    else { return (shown.reason(toLeaveOut: other), shown.run.run) }
    return (choice.reason(toLeaveOut: other, ofVersionsOf: runtime), choice.run.run)
  }
}

/// A chosen run of a workload.
struct WorkloadChoice {
  let run: WorkloadEvidence
  /// The completed trials of the fullest run that the rule ranks as high.
  private let maximumTrials: Int

  /// Chooses among at least one run.
  init(_ runs: [WorkloadEvidence], by rank: (WorkloadEvidence) -> [Int]) {
    precondition(!runs.isEmpty, "a workload is grouped by its runs")
    let ranks = runs.map(rank)
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
    run = order[0]
    maximumTrials = most
  }

  /// Whether a run has at most half the trials of the fullest; one without any is not partial.
  private static func isPartial(_ one: WorkloadEvidence, _ most: Int) -> Bool {
    most > 0 && 2 * one.coverage.completedTrials <= most
  }

  /// The first question of the rule that another run answers worse.
  fileprivate func reason(toLeaveOut other: WorkloadEvidence) -> RunOmission.Reason {
    if other.coverage.completedTrials == 0, run.coverage.completedTrials > 0 {
      return .measuredNothing
    }
    if !other.isPlain, run.isPlain { return .environment }
    if other.isSmoke, !run.isSmoke { return .smoke }
    if other.coverage.runtimes.count < run.coverage.runtimes.count { return .partial }
    return laterReason(toLeaveOut: other)
      ?? (hasOtherVersion(other) ? .supersededToolchain : .older)
  }

  /// The first question about the versions of a runtime that another run answers worse.
  fileprivate func reason(
    toLeaveOut other: WorkloadEvidence, ofVersionsOf runtime: String
  ) -> RunOmission.Reason {
    let newest = [other, run].map { $0.coverage.newestVersion(of: runtime) }
    if newest[0].lexicographicallyPrecedes(newest[1]) { return .olderVersions }
    let counts = [other, run].map { $0.coverage.toolchains(of: runtime).count }
    if counts[0] < counts[1] { return .fewerVersions }
    return laterReason(toLeaveOut: other) ?? .older
  }

  /// The questions that both rules end with; nil where only the time decides.
  private func laterReason(toLeaveOut other: WorkloadEvidence) -> RunOmission.Reason? {
    if other.presetRank < run.presetRank { return .smallerPreset }
    if Self.isPartial(other, maximumTrials) { return .partial }
    return other.isMostlyDisturbed && !run.isMostlyDisturbed ? .disturbed : nil
  }

  /// Whether a runtime of both stated another version.
  private func hasOtherVersion(_ other: WorkloadEvidence) -> Bool {
    run.coverage.runtimes.contains { runtime in
      guard let own = run.coverage.versions[runtime] else { return false }
      return other.coverage.versions[runtime].map { $0 != own } ?? false
    }
  }
}
