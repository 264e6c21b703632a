extension [Trial] {
  /// The values of each metric by trial, by the metric's name; warm-ups stay out, and so does, for a
  /// metric, a trial that did not measure it.
  public var valuesByMetric: [String: [[Double]]] {
    var values: [String: [[Double]]] = [:]
    for trial in self {
      let kept = trial.measurements.filter { !$0.isWarmup }
      for (metric, measurements) in Dictionary(grouping: kept, by: \.metric) {
        values[metric, default: []].append(measurements.map(\.value))
      }
    }
    return values
  }
}
