import BenchmarkModel

extension DerivedMetric {
  /// The values of each trial, which may have none; nil if no trial has any, or if the contract does not
  /// state a number that the formula needs.
  ///
  /// - Parameters:
  ///   - trials: What the completed trials of a case measured.
  ///   - terms: What the contract says about the case.
  ///   - distributions: The latencies of the trials by the metric's name.
  func values(
    of trials: [TrialValues], _ terms: CaseTerms, _ distributions: [String: [LatencyDistribution]]
  ) -> [[Double]]? {
    let values: [[Double]]
    switch source {
    case .iteration(let formula):
      guard formula.contractNumbers.allSatisfy({ $0.value(in: terms) != nil }),
        let first = formula.inputs.first
      else { return nil }
      values = trials.map { formula.valuesOfIterations(of: $0, in: first, terms) }
    case .trial(let formula):
      values = trials.map { trial in
        let value = formula.value(terms, iterations: trial.iterations) {
          trial.series[$0.name]?.sum
        }
        return [value].compactMap(\.self)
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
  /// A value for each measured iteration of a metric in a trial that has every input.
  fileprivate func valuesOfIterations(
    of trial: TrialValues, in metric: Metric, _ terms: CaseTerms
  ) -> [Double] {
    guard let measured = trial.series[metric.name] else { return [] }
    let count = measured.values.count
    return values(terms, count: count) { input in
      trial.series[input.name]?.values(inIterationsOf: measured)
        ?? Array(repeating: nil, count: count)
    }.compactMap(\.self)
  }
}
