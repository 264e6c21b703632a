package import BenchmarkModel
package import Statistics

/// What a run says about one case: its samples, and how its trials ended.
package struct CaseResult: Sendable {
  /// A sample with its headline.
  package struct Measured: Sendable {
    /// The values of the completed trials that measured the metric.
    package let sample: Sample
    /// The blocks of these trials, in the same order.
    package let blocks: [Int]
    /// The median of the trials' medians with its interval.
    package internal(set) var estimate: Estimate
    /// The two groups into which the trials fall, farther apart than the band of a comparison; nil when
    /// they do not show that there are two.
    package internal(set) var modes: Modes?

    /// Without an interval, for which the other cases of the run are needed.
    init(_ sample: Sample, blocks: [Int]) {
      self.sample = sample
      self.blocks = blocks
      estimate = Estimate(value: sample.median, interval: nil)
    }
  }

  /// What was measured.
  package let `case`: Case
  /// All its trials, in the order of the plan.
  package let trials: [Trial]
  /// The samples by the metric's name.
  package private(set) var measured: [String: Measured]
  /// The names of its cells, by the metric's name.
  package private(set) var cells: [String: CellID]
  /// How the trials that did not complete ended.
  package let incidents: [Incident]
  /// The distributions of latencies by the metric's name, one for each completed trial.
  package let distributions: [String: [LatencyDistribution]]

  /// The number of trials that completed.
  package var completedCount: Int { trials.count - incidents.reduce(0) { $0 + $1.count } }

  /// What the first of its trials that states its versions says; nil if none does.
  package var statedVersion: String? { trials.lazy.compactMap(\.runtimeVersion).first }

  /// The version of the runtime in that; nil if there is none.
  package var version: String? { statedVersion.flatMap(VersionNumber.stated) }

  /// Whether the run's budget was too small for any trial of it.
  package var isLeftOut: Bool {
    !trials.isEmpty && trials.allSatisfy { $0.outcome.kind == .leftOut }
  }

  /// Groups the trials of one case of a run; ``estimate(by:)`` adds the intervals.
  package init(
    _ case: Case, trials: [Trial], latencies: [Metric] = [], terms: CaseTerms = CaseTerms(),
    runID: String
  ) throws(AnalysisError) {
    self.case = `case`
    self.trials = trials
    let completed = trials.filter { $0.outcome.kind == .completed }
    incidents = Incident.grouped(trials.filter { $0.outcome.kind != .completed })
    let distributions = latencies.reduce(into: [:]) { distributions, latency in
      distributions[latency.name] = completed.map { LatencyDistribution(of: latency, in: $0) }
    }
    self.distributions = distributions
    let found = completed.map(TrialValues.init)
    var values = found.byMetric
    for derived in DerivedMetric.all(with: latencies) {
      values[derived.metric.name] = derived.values(of: found, terms, distributions)
    }
    var measured: [String: Measured] = [:]
    for (metric, trials) in values {
      let blocks = zip(completed, trials).filter { !$1.isEmpty }.map(\.0.planned.block)
      do throws(StatisticsError) {
        let sample = try Sample(trials: trials.filter { !$0.isEmpty })
        measured[metric] = Measured(sample, blocks: blocks)
      } catch {
        throw .unusableMeasurement(
          metric: metric, case: `case`.description, run: runID, reason: error.description)
      }
    }
    self.measured = measured
    cells = measured.keys.reduce(into: [:]) { $0[$1] = CellID(`case`, metric: $1) }
  }

  /// Gives cells with one of these names their longer ones.
  mutating func lengthenCells(named names: Set<String>) {
    cells = cells.mapValues { names.contains($0.text) ? $0.lengthened : $0 }
  }

  /// The levels of a case in several runs, each the only value of a trial.
  ///
  /// - Parameter runs: What each run says about the case; at least one.
  init(levelsOf runs: [CaseResult]) {
    self.case = runs[0].case
    trials = runs.flatMap(\.trials)
    incidents = Incident.grouped(trials.filter { $0.outcome.kind != .completed })
    distributions = [:]
    var measured: [String: Measured] = [:]
    for metric in Set(runs.flatMap(\.measured.keys)) {
      let medians = runs.compactMap { $0.measured[metric]?.sample.median }
      measured[metric] = Measured(Sample(levels: medians), blocks: Array(medians.indices))
    }
    self.measured = measured
    cells = [:]
  }

  /// Computes the intervals and the modes.
  package mutating func estimate(by method: RunMethod) {
    for (metric, one) in measured {
      var one = one
      one.estimate = method.level(of: one.sample, metric)
      one.modes = Modes(of: one.sample).flatMap { modes in
        modes.upper.center > modes.lower.center * (1 + comparisonRule.band) ? modes : nil
      }
      measured[metric] = one
    }
  }
}

/// Trials of one case that ended in the same way without completing.
package struct Incident: Sendable, Equatable {
  /// The way in which they ended.
  package var kind: Outcome.Kind
  /// How many trials ended that way.
  package var count: Int
  /// How many units of the refused resource they got; nil for other outcomes.
  package var reached: ClosedRange<Int>?
  /// The reason that the first of them gave.
  package var detail: String?

  /// Groups trials by the way in which they ended, in the order of the kinds.
  package static func grouped(_ trials: [Trial]) -> [Incident] {
    let groups = Dictionary(grouping: trials, by: \.outcome.kind)
    return Outcome.Kind.allCases.compactMap { kind in
      guard let trials = groups[kind] else { return nil }
      let reached = trials.compactMap(\.outcome.reached).sorted()
      return Incident(
        kind: kind, count: trials.count,
        reached: reached.first.flatMap { first in reached.last.map { first...$0 } },
        detail: trials.lazy.compactMap(\.outcome.reason).first { !$0.isEmpty })
    }
  }

  /// The way in which they ended with the count reached, for example `refused at 32,714`.
  package var summary: String { kind.label + (reachedText.map { " at \($0)" } ?? "") }

  /// The count reached, or the smallest and largest of several; nil for other outcomes.
  package var reachedText: String? {
    guard let reached else { return nil }
    let lowest = groupedText(reached.lowerBound)
    return reached.count == 1 ? lowest : "\(lowest) to \(groupedText(reached.upperBound))"
  }
}

/// The half-width of the 95 % interval of the median elapsed time of a case's trials, relative to that
/// median.
///
/// - Parameters:
///   - trials: The trials of one case; those that did not complete do not count.
///   - run: The run.
/// - Returns: ``Estimate/relativeHalfWidth``; nil with fewer than two completed trials.
/// - Throws: ``AnalysisError`` for a stored value that cannot be used.
package func relativeHalfWidth(of trials: [Trial], in run: Run) throws(AnalysisError) -> Double? {
  guard let measured = trials.first?.planned.case else { return nil }
  let timed = trials.map { trial in
    var trial = trial
    trial.measurements.removeAll { $0.metric != Metric.elapsed.name }
    return trial
  }
  var result = try CaseResult(measured, trials: timed, runID: run.id)
  result.estimate(by: RunMethod(of: run, cases: [], metrics: []))
  return result.measured[Metric.elapsed.name]?.estimate.relativeHalfWidth
}
