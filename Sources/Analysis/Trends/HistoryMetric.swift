package import BenchmarkModel

/// A metric whose value in a trial follows from what the database keeps for each trial.
package struct HistoryMetric: Sendable, Hashable {
  package let metric: Metric
  /// What is read.
  package let figure: SummaryFigure
  /// How the value follows from it; nil where it is the value.
  private let formula: Formula?

  /// Nil for a metric that needs all measurements: one computed from several metrics, or from whole trials
  /// with their warm-ups.
  ///
  /// - Parameters:
  ///   - metric: A metric of a workload.
  ///   - latencies: The distributions of latencies of the workload.
  package init?(_ metric: Metric, latencies: [Metric]) {
    self.metric = metric
    let derived = DerivedMetric.all(with: latencies).first { $0.metric.name == metric.name }
    switch derived?.source {
    case nil:
      figure = SummaryFigure(metric: metric.name, column: .median)
      formula = nil
    case .iteration(let formula):
      // The median of a function of one metric is the function of its median.
      guard formula.inputs.count == 1 else { return nil }
      figure = SummaryFigure(metric: formula.inputs[0].name, column: .median)
      self.formula = formula
    case .latencies(let latency, let kind):
      guard let column = kind.summaryColumn else { return nil }
      figure = SummaryFigure(metric: latency.name, column: column)
      formula = nil
    case .trial: return nil
    }
  }

  /// The values of a run's trials; empty where the contract does not state a number that the formula needs.
  func values(of entry: CaseHistory.Entry, _ terms: CaseTerms) -> [Double] {
    guard let formula else { return entry.values }
    return formula.values(terms, count: entry.values.count) { _ in entry.values }
      .compactMap(\.self)
  }
}

extension LatencyFigure {
  /// The column of the summaries that holds it.
  fileprivate var summaryColumn: SummaryFigure.Column? {
    switch fraction {
    case nil: .maximum
    case 0.5: .p50
    case 0.99: .p99
    case 0.999: .p999
    default: nil
    }
  }
}
