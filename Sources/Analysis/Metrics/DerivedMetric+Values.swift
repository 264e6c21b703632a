import BenchmarkModel

extension DerivedMetric {
  /// The values of each trial, which may have none; nil if no trial has any, or if the contract does not
  /// state a number that the formula needs.
  ///
  /// - Parameters:
  ///   - trials: Completed trials of a case.
  ///   - terms: What the contract says about the case.
  ///   - distributions: The latencies of the trials by the metric's name.
  func values(
    of trials: [Trial], _ terms: CaseTerms, _ distributions: [String: [LatencyDistribution]]
  ) -> [[Double]]? {
    let values: [[Double]]
    switch source {
    case .iteration(let formula):
      guard formula.contractNumbers.allSatisfy({ $0.value(in: terms) != nil }) else { return nil }
      values = trials.map { formula.valuesOfIterations(of: $0, terms) }
    case .trial(let formula):
      values = trials.map { trial in
        let iterations = trial.planned.warmups + trial.planned.iterations
        return [formula.value(terms, iterations: iterations, trial.sum)].compactMap(\.self)
      }
    case .latencies(let latency, let figure):
      values = distributions[latency.name, default: []].map {
        [figure.value(of: $0)].compactMap(\.self)
      }
    }
    return values.allSatisfy(\.isEmpty) ? nil : values
  }
}

extension Formula {
  /// A value for each measured iteration of a trial that has every input.
  fileprivate func valuesOfIterations(of trial: Trial, _ terms: CaseTerms) -> [Double] {
    let inputs = inputs
    guard let first = inputs.first else { return [] }
    let others = inputs.dropFirst().reduce(into: [:]) { $0[$1] = trial.valuesByIteration(of: $1) }
    return trial.measured(first).compactMap { one in
      value(terms) { $0 == first ? one.value : others[$0]?[one.iteration] }
    }
  }
}

extension Trial {
  /// The values of a metric, without those of warm-ups.
  fileprivate func measured(_ metric: Metric) -> some Sequence<Measurement> {
    measurements.lazy.filter { !$0.isWarmup && $0.metric == metric.name }
  }

  /// The values of a metric by iteration, without those of warm-ups.
  fileprivate func valuesByIteration(of metric: Metric) -> [Int?: Double] {
    Dictionary(measured(metric).map { ($0.iteration, $0.value) }) { $1 }
  }

  /// The sum of a metric's values, including those of warm-ups; nil if there are none.
  fileprivate func sum(of metric: Metric) -> Double? {
    measurements.lazy.filter { $0.metric == metric.name }
      .reduce(nil) { ($0 ?? 0) + $1.value }
  }
}
