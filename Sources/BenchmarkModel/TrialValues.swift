/// What a trial measured, sorted by metric once, since samples and derived metrics all read it.
package struct TrialValues: Sendable {
  /// The values of one metric.
  package struct Series: Sendable {
    /// The values in the order in which they were recorded, without those of warm-ups.
    package private(set) var values: [Double] = []
    /// The iteration of each of the values; nil for one of the whole trial.
    private var iterations: [Int?] = []
    /// The sum of all values, including those of warm-ups.
    package private(set) var sum = 0.0

    fileprivate mutating func add(_ measurement: Measurement) {
      sum += measurement.value
      guard !measurement.isWarmup else { return }
      values.append(measurement.value)
      iterations.append(measurement.iteration)
    }

    /// The values in the iterations of another metric, in its order; nil in those without one.
    package func values(inIterationsOf other: Series) -> [Double?] {
      other.iterations.enumerated().map { index, iteration in
        // Most often both were measured in the same iterations.
        if index < iterations.count, iterations[index] == iteration { return values[index] }
        return iterations.lastIndex(of: iteration).map { values[$0] }
      }
    }
  }

  /// The values of each metric, by its name.
  package private(set) var series: [String: Series] = [:]
  /// The number of iterations, warm-ups included.
  package let iterations: Int

  /// Sorts the measurements of a trial.
  package init(of trial: Trial) {
    iterations = trial.planned.warmups + trial.planned.iterations
    for measurement in trial.measurements {
      series[measurement.metric, default: Series()].add(measurement)
    }
  }
}

extension [TrialValues] {
  /// The values of each metric in each trial, by the metric's name.
  ///
  /// Warm-ups are left out; a trial without a value of the metric has none.
  package var byMetric: [String: [[Double]]] {
    let none = [[Double]](repeating: [], count: count)
    var values: [String: [[Double]]] = [:]
    for (index, trial) in enumerated() {
      for (metric, series) in trial.series where !series.values.isEmpty {
        values[metric, default: none][index] = series.values
      }
    }
    return values
  }
}
