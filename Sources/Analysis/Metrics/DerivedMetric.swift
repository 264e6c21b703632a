package import BenchmarkModel

/// A metric that is not stored but computed from stored ones.
///
/// Everything that shows, explains, compares or proves derived metrics reads ``all`` or
/// ``figures(of:)``.
package struct DerivedMetric: Sendable, Hashable {
  /// What it is computed from.
  package enum Source: Sendable, Hashable {
    /// The values of an iteration. There is one result for each iteration that is not a warm-up.
    case iteration(Formula)
    /// The values of a trial, where those of its iterations are added up, warm-ups included. There
    /// is one result for each trial.
    case trial(Formula)
    /// A distribution of latencies over all measured iterations of a trial. There is one result for
    /// each trial that has enough latencies.
    case latencies(Metric, LatencyFigure)
  }

  /// The name, the unit and the better direction.
  package var metric: Metric
  /// How it is computed, as a sentence.
  package let words: String
  /// The same as a formula.
  package let source: Source
  /// Whether pages show it only where a contract names it as a headline.
  package let isShownAsHeadlineOnly: Bool

  /// - Parameters:
  ///   - metric: The metric. In its label, the word *operation* is replaced by the workload's word
  ///     for one.
  ///   - words: How it is computed, as a sentence.
  ///   - source: The same as a formula.
  ///   - isShownAsHeadlineOnly: Whether pages show it only where a contract names it as a headline.
  package init(
    _ metric: Metric, words: String, _ source: Source, isShownAsHeadlineOnly: Bool = false
  ) {
    self.metric = metric
    self.words = words
    self.source = source
    self.isShownAsHeadlineOnly = isShownAsHeadlineOnly
  }

  /// The stored metrics, or the distribution, that it is computed from.
  package var inputs: [Metric] {
    switch source {
    case .iteration(let formula), .trial(let formula): formula.inputs
    case .latencies(let latency, _): [latency]
    }
  }
}

// MARK: - The table

extension DerivedMetric {
  /// The derived metrics that every workload can have, in the order of the report.
  ///
  /// A metric that no code refers to can be written directly in the list.
  package static let all = [
    overFloor, perOperation, operationsPerSecond, processorPerOperation,
    instructionsPerOperation, coresBusy, outsideClock,
  ]

  package static let overFloor = DerivedMetric(
    Metric(name: "overFloorNanoseconds", label: "Elapsed over the floor", unit: .nanoseconds),
    words: "The elapsed time minus the floor, which is the time that the contract makes every "
      + "implementation wait.",
    .iteration(.stored(.elapsed) - .floor))

  package static let perOperation = DerivedMetric(
    Metric(name: "perOperationNanoseconds", label: "Time per operation", unit: .nanoseconds),
    words: "The elapsed time divided by the number of operations of an iteration, where the "
      + "contract has no floor.",
    .iteration(.stored(.elapsed) / .operations))

  package static let operationsPerSecond = DerivedMetric(
    Metric(
      name: "operationsPerSecond", label: "Operations per second", unit: .perSecond,
      better: .higher),
    words: "The number of operations of an iteration divided by the elapsed time in seconds, where "
      + "the contract has no floor.",
    .iteration(.operations / .stored(.elapsed) * .constant(1e9)),
    // It says the same as the time per operation.
    isShownAsHeadlineOnly: true)

  package static let processorPerOperation = DerivedMetric(
    Metric(
      name: "processorPerOperationNanoseconds", label: "Processor time per operation",
      unit: .nanoseconds),
    words: "The processor time of the timed region divided by the number of operations of an "
      + "iteration.",
    .iteration(.stored(.processorTime) / .contract(.operationCount)),
    isShownAsHeadlineOnly: true)

  package static let instructionsPerOperation = DerivedMetric(
    Metric(
      name: "instructionsPerOperationCount", label: "Instructions per operation", unit: .count),
    words: "The instructions of the whole process divided by the number of operations of all its "
      + "iterations. Starting, setting up and ending are included, and so are warm-ups.",
    .trial(.stored(.instructions) / (.contract(.operationCount) * .iterations)),
    isShownAsHeadlineOnly: true)

  package static let coresBusy = DerivedMetric(
    Metric(name: "coresBusyRatio", label: "Cores busy", unit: .ratio, better: .higher),
    words: "The processor time of the timed region divided by its length.",
    .iteration(.stored(.processorTime) / .stored(.elapsed)))

  package static let outsideClock = DerivedMetric(
    Metric(name: "outsideClockNanoseconds", label: "Outside the clock", unit: .nanoseconds),
    words: "The time of the whole process minus its timed regions, including those of warm-ups: "
      + "starting, setting up and ending.",
    .trial(.stored(.processTime) - .stored(.elapsed)))

  /// The metrics that describe a distribution of latencies, one for each figure.
  package static func figures(of latency: Metric) -> [DerivedMetric] {
    LatencyFigure.all.map { figure in
      DerivedMetric(figure.metric(of: latency), words: figure.words, .latencies(latency, figure))
    }
  }

  /// The derived metrics of a workload with these distributions of latencies.
  package static func all(with latencies: [Metric]) -> [DerivedMetric] {
    latencies.flatMap(figures) + all
  }

  /// The names of the stored metrics that these metrics are computed from; a stored metric is its
  /// own input.
  package static func inputs(of metrics: [String]) -> Set<String> {
    let derived = Dictionary(uniqueKeysWithValues: all.map { ($0.metric.name, $0) })
    return Set(metrics.flatMap { derived[$0]?.inputs.map(\.name) ?? [$0] })
  }
}

extension Metric {
  /// The metrics that describe this distribution of latencies.
  package var latencyFigures: [Metric] { DerivedMetric.figures(of: self).map(\.metric) }
}
