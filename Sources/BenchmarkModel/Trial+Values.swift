extension [Trial] {
  /// The values of each metric by trial, by the metric's name; warm-ups stay out, and so does, for a
  /// metric, a trial that did not measure it.
  package var valuesByMetric: [String: [[Double]]] {
    var values: [String: [[Double]]] = [:]
    for trial in self {
      var own: [String: [Double]] = [:]
      for measurement in trial.measurements where !measurement.isWarmup {
        own[measurement.metric, default: []].append(measurement.value)
      }
      for (metric, found) in own { values[metric, default: []].append(found) }
    }
    return values
  }
}
