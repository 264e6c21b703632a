package import BenchmarkModel
package import Statistics

/// What a run has to say about one case: its samples, and how its trials ended.
package struct CaseResult: Sendable {
  /// A sample with its headline.
  package struct Measured: Sendable {
    /// The values of the completed trials that measured the metric.
    package var sample: Sample
    /// The median of the trials' medians with its interval.
    package var estimate: Estimate
  }

  /// What was measured.
  package let `case`: Case
  /// All trials of it, in the order of the plan.
  package let trials: [Trial]
  /// The samples by the metric's name.
  package let measured: [String: Measured]
  /// The names of its cells, by the metric's name.
  package let cells: [String: CellID]
  /// How the trials ended that did not complete.
  package let incidents: [Incident]
  /// The distributions of latencies by the metric's name, one a completed trial.
  package let distributions: [String: [LatencyDistribution]]

  /// The number of trials that completed.
  package var completedCount: Int { trials.count - incidents.reduce(0) { $0 + $1.count } }

  /// Groups the trials of one case of a run.
  package init(
    _ case: Case, trials: [Trial], latencies: [Metric] = [], floorNanoseconds: Int? = nil,
    operations: Int? = nil,
    bootstrap: Bootstrap, runID: String
  ) throws(AnalysisError) {
    self.case = `case`
    self.trials = trials
    let completed = trials.filter { $0.outcome.kind == .completed }
    incidents = Incident.grouped(trials.filter { $0.outcome.kind != .completed })
    var values = completed.valuesByMetric
    values[Metric.outsideClock.name] = Self.outsideClock(of: completed)
    let distributions = latencies.reduce(into: [:]) { distributions, latency in
      distributions[latency.name] = completed.map { LatencyDistribution(of: latency, in: $0) }
    }
    self.distributions = distributions
    for latency in latencies {
      values.merge(Self.figures(of: latency, distributions[latency.name, default: []])) { $1 }
    }
    values[Metric.coresBusy.name] = Self.coresBusy(of: completed)
    if let elapsed = values[Metric.elapsed.name] {
      if let floorNanoseconds {
        values[Metric.overFloor.name] = elapsed.map { $0.map { $0 - Double(floorNanoseconds) } }
      } else if let operations = operations.map(Double.init) {
        values[Metric.perOperation.name] = elapsed.map { $0.map { $0 / operations } }
        values[Metric.operationsPerSecond.name] = elapsed.map { $0.map { operations / $0 * 1e9 } }
      }
    }
    var measured: [String: Measured] = [:]
    for (metric, trials) in values {
      do throws(StatisticsError) {
        let sample = try Sample(trials: trials)
        measured[metric] = Measured(sample: sample, estimate: bootstrap.median(of: sample))
      } catch {
        throw .unusableMeasurement(
          metric: metric, case: `case`.description, run: runID, reason: error.description)
      }
    }
    self.measured = measured
    cells = measured.keys.reduce(into: [:]) { $0[$1] = CellID(`case`, metric: $1) }
  }

  /// What each trial's process took besides the timed regions, warm-ups included; nil when no trial
  /// says.
  private static func outsideClock(of trials: [Trial]) -> [[Double]]? {
    let values = trials.compactMap { trial -> [Double]? in
      let timed = trial.measurements.lazy.filter { $0.metric == Metric.elapsed.name }
      let process = trial.measurements.first { $0.metric == Metric.processTime.name }
      guard let process, !timed.isEmpty else { return nil }
      return [timed.reduce(process.value) { $0 - $1.value }]
    }
    return values.isEmpty ? nil : values
  }

  /// The processor time of each iteration over its length; nil when no trial says.
  private static func coresBusy(of trials: [Trial]) -> [[Double]]? {
    let values = trials.compactMap { trial -> [Double]? in
      let kept = trial.measurements.lazy.filter { !$0.isWarmup }
      let processor = Dictionary(
        kept.filter { $0.metric == Metric.processorTime.name }.map { ($0.iteration, $0.value) }
      ) { $1 }
      let elapsed = kept.filter { $0.metric == Metric.elapsed.name && $0.value > 0 }
      let ratios = elapsed.compactMap { one in processor[one.iteration].map { $0 / one.value } }
      return ratios.isEmpty ? nil : Array(ratios)
    }
    return values.isEmpty ? nil : values
  }

  /// What each trial's distribution says: a value a trial, as far as a trial has enough latencies
  /// for it.
  private static func figures(
    of latency: Metric, _ distributions: [LatencyDistribution]
  ) -> [String: [[Double]]] {
    LatencyFigure.allCases.reduce(into: [:]) { figures, figure in
      let values = distributions.compactMap { distribution in
        figure.fraction.map { Quantile($0).value(ofBuckets: distribution.buckets) }
          ?? distribution.buckets.last?.value
      }
      if !values.isEmpty { figures[figure.metric(of: latency).name] = values.map { [$0] } }
    }
  }
}

/// The latencies of a trial, all measured iterations together.
package struct LatencyDistribution: Sendable {
  /// The buckets in rising order of their values; empty where the trial has none.
  package let buckets: [(value: Double, count: Int)]

  /// Gathers what a trial has of a distribution.
  package init(of latency: Metric, in trial: Trial) {
    buckets = trial.latencies.lazy.filter { $0.metric == latency.name && !$0.isWarmup }
      .map { (value: Double($0.value), count: $0.count) }.sorted { $0.value < $1.value }
  }
}

extension Metric {
  /// The time of the whole process less its timed regions: starting, setting up and ending.
  package static let outsideClock = Metric(
    name: "outsideClockNanoseconds", label: "Outside the clock", unit: .nanoseconds)
}

/// Trials of one case that ended in the same way, and not by completing.
package struct Incident: Sendable, Equatable {
  /// The way in which they ended.
  package var kind: Outcome.Kind
  /// How many trials ended so.
  package var count: Int
  /// How many of the refused resource they had; nil for other outcomes.
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
        detail: trials.lazy.compactMap(\.outcome.detail).first { !$0.isEmpty })
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
///   - run: The run, whose seed decides the resamples.
/// - Returns: Nil from fewer than two completed trials; otherwise ``Estimate/relativeHalfWidth``.
/// - Throws: ``AnalysisError`` for a stored value that cannot be used.
package func relativeHalfWidth(of trials: [Trial], in run: Run) throws(AnalysisError) -> Double? {
  guard let measured = trials.first?.planned.case else { return nil }
  let timed = trials.map { trial in
    var trial = trial
    trial.measurements.removeAll { $0.metric != Metric.elapsed.name }
    return trial
  }
  let result = try CaseResult(
    measured, trials: timed, bootstrap: Bootstrap(seed: run.seed), runID: run.id)
  return result.measured[Metric.elapsed.name]?.estimate.relativeHalfWidth
}
