import Analysis
import BenchmarkModel
import Runner
import Statistics
import Store
import WorkloadCatalog
import WorkloadKit

/// Stores what is derived from trials: estimates, comparisons and change points.
///
/// They come from the same code as the numbers of reports, with all workloads of a run at hand.
struct AnalysisWriter {
  let store: MeasurementStore
  /// The runtimes that the source tree describes.
  let runtimes: RuntimeCatalog

  /// What the numbers depend on besides the trials: how they are computed, and what the contracts say.
  static let method = "\(RunMethod.version)-\(contractDigest)"

  /// Analyzes the runs and machines whose trials have changed; with `again`, also those that were analyzed
  /// by another method.
  ///
  /// - Returns: The number of runs analyzed.
  @discardableResult
  func bringUpToDate(again: Bool = false) throws -> Int {
    let method = again ? Self.method : nil
    let runs = try store.runsToAnalyze(unlessBy: method)
    for id in runs { try analyze(id) }
    let reader = TrendReader(store: store, runtimes: runtimes)
    for machine in try store.machinesToAnalyze(unlessBy: method) {
      let trends = try reader.headlineTrends { _ in machine }
      try store.store(
        trends.flatMap { trend in trend.changes.map { StoredChange($0, of: trend) } },
        onMachine: machine, method: Self.method, metrics: Metric.comparable)
    }
    return runs.count
  }

  private func analyze(_ id: String) throws {
    let run = try store.run(id)
    let trials = try store.trials(of: id)
    let groups = Dictionary(
      grouping: runtimes.describing(trials), by: \.planned.case.implementation.workload)
    let results = try WorkloadResult.all(
      Catalog.measurable.compactMap { workload in
        groups[workload.name].map { WorkloadInput(workload, run: run, trials: $0) }
      })
    try store.store(
      RunAnalysis(
        method: Self.method, confidence: ConfidenceInterval.usualLevel, trials: trials.count,
        levels: results.flatMap { $0.cases.flatMap(RunAnalysis.Level.all) },
        quotients: results.flatMap(RunAnalysis.Quotient.all)
          + [VersionSeries](results).flatMap(RunAnalysis.Quotient.all)),
      of: id, metrics: Metric.comparable)
  }

  /// The start of the SHA-256 of what the contracts say about metrics and sizes.
  private static let contractDigest = String(
    sha256Hex(Array(Catalog.measurable.map { facts(of: $0) }.joined(separator: "\n").utf8))
      .prefix(8))

  private static func facts<Problem: Workload>(of workload: Problem.Type) -> String {
    let sizes = Set(
      Preset.allCases.flatMap { workload.cases(for: $0) }.map { size in
        let values = size.trialValues.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        return "\(values): \(workload.operations(size)) \(workload.floor(size)) "
          + "\(workload.isHeadline(size))"
      })
    let metrics = workload.metrics.map(\.name) + workload.latencies.map(\.name)
    return "\(workload.name) \(workload.headlines) \(metrics)\n"
      + sizes.sorted().joined(separator: "\n")
  }
}

extension AnalysisWriter {
  /// Whether a statement may read what is derived.
  static func isRead(by sql: String) -> Bool {
    ["estimate", "comparison", "change", "publishedversusmeasured", "memorypertask"]
      .contains(where: sql.lowercased().contains)
  }
}

extension MeasurementStore {
  /// Says on standard error how many runs have no estimates, or those of another method, and how many
  /// machines no change points, as after a command that was killed.
  func warnOfMissingEstimates() throws {
    let runs = try runsToAnalyze(unlessBy: AnalysisWriter.method).count
    let machines = try machinesToAnalyze(unlessBy: AnalysisWriter.method).count
    let missing =
      (runs > 0 ? ["\(counted(runs, "run")) without estimates and comparisons"] : [])
      + (machines > 0 ? ["\(counted(machines, "machine")) without change points"] : [])
    guard !missing.isEmpty else { return }
    writeError(
      wrapped(
        "Warning: \(enumerated(missing)), or with those of another method. Compute them with: "
          + "parallax analyze --db " + shellWord(path)) + "\n")
  }
}

extension RunAnalysis.Level {
  /// A case by each metric that its trials measured or that follows from these.
  fileprivate static func all(of result: CaseResult) -> [Self] {
    result.measured.sorted { $0.key < $1.key }.map { metric, one in
      Self(
        result.case, metric: metric, value: one.estimate.value,
        interval: RunAnalysis.Bounds(one.estimate.interval), trials: one.sample.trialCount,
        modes: one.modes.map {
          RunAnalysis.Modes(
            low: $0.lower.center, high: $0.upper.center, lowShare: $0.lower.share)
        })
    }
  }
}

extension RunAnalysis.Quotient {
  /// The cases of a workload ÷ each default implementation at the same size.
  fileprivate static func all(in result: WorkloadResult) -> [Self] {
    result.implementations.filter { $0.variant == nil }.flatMap { baseline in
      BaselineRatios(result, to: baseline).all.map { entry in
        let estimate = entry.comparison.ratio?.estimate
        return Self(
          entry.measured, baseline: entry.baseline, metric: entry.comparison.metric.name,
          ratio: estimate?.value, interval: RunAnalysis.Bounds(estimate?.interval),
          pValue: entry.comparison.pValue, adjustedPValue: entry.pValue,
          verdict: entry.comparison.verdict.rawValue, isConfirmed: entry.isConfirmed)
      }
    }
  }
}

extension RunAnalysis.Quotient {
  /// Each version of a runtime ÷ what it is compared with.
  fileprivate static func all(in series: VersionSeries) -> [Self] {
    series.steps.map { step in
      let estimate = step.comparison.ratio?.estimate
      return Self(
        Case(step.after.implementation, series.size),
        baseline: Case(step.before.implementation, series.size), metric: series.metric.name,
        ratio: estimate?.value, interval: RunAnalysis.Bounds(estimate?.interval),
        pValue: step.comparison.pValue, adjustedPValue: step.adjusted,
        verdict: step.comparison.verdict.rawValue, isConfirmed: step.isConfirmed)
    }
  }
}

extension StoredChange {
  fileprivate init(_ change: CaseTrend.Change, of trend: CaseTrend) {
    self.init(
      trend.case, metric: trend.metric.name, lastRun: change.last.run.id,
      firstRun: change.first.run.id, before: change.before, after: change.after,
      ratio: change.ratio.value, interval: RunAnalysis.Bounds(change.ratio.interval),
      pValue: change.pValue, verdict: change.verdict.rawValue)
  }
}

extension RunAnalysis.Bounds {
  /// Nil without an interval, and where a bound is beyond what the database stores, 1e300, as of two
  /// trials that have nothing in common.
  fileprivate init?(_ interval: ConfidenceInterval?) {
    guard let interval, interval.lower >= -1e300, interval.upper <= 1e300 else { return nil }
    self.init(lower: interval.lower, upper: interval.upper)
  }
}
