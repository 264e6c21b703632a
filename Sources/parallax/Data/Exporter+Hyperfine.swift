import BenchmarkModel
import Store

/// The format of `hyperfine --export-json` (its first, without a version), for scripts that read
/// it: one result for each case of each run, in seconds.
///
/// Times and their statistics are those of iterations, not of processes. `user` and `system` are
/// means over whole processes, since they are not measured for iterations. A case without a time is
/// left out.
extension Exporter {
  func writeHyperfine(to sink: inout TextSink) throws {
    try sink.add("{\"results\":[")
    var isFirst = true
    for run in try chosenRuns() {
      for (benchmarkCase, times) in try caseTimes(of: run.id) where !times.elapsed.isEmpty {
        try sink.add((isFirst ? "\n" : ",\n") + times.json(of: benchmarkCase, run: run.id))
        isFirst = false
      }
    }
    try sink.add("]}\n")
  }

  /// The times of the cases of a run, in the order of their first trials.
  private func caseTimes(of run: String) throws -> [(Case, CaseTimes)] {
    var order: [Case] = []
    var times: [Case: CaseTimes] = [:]
    try store.forEachTrial(of: run) { trial in
      let benchmarkCase = trial.planned.case
      if times[benchmarkCase] == nil { order.append(benchmarkCase) }
      times[benchmarkCase, default: CaseTimes()].add(trial)
    }
    return order.compactMap { one in times[one].map { (one, $0) } }
  }
}

/// The times of one case, in seconds.
private struct CaseTimes {
  private(set) var elapsed: [Double] = []
  private var user: [Double] = []
  private var system: [Double] = []

  mutating func add(_ trial: Trial) {
    for measurement in trial.measurements where !measurement.isWarmup {
      switch measurement.metric {
      case Metric.elapsed.name: elapsed.append(measurement.value / 1e9)
      case Metric.userTime.name: user.append(measurement.value / 1e9)
      case Metric.systemTime.name: system.append(measurement.value / 1e9)
      default: break
      }
    }
  }

  func json(of benchmarkCase: Case, run: String) -> String {
    let sorted = elapsed.sorted()
    let mean = Self.mean(elapsed)
    return JSONText.object { result in
      result.field("command", benchmarkCase.description)
      result.field("mean", mean)
      result.field("stddev", Self.deviation(elapsed))
      result.field("median", median(ofSorted: sorted))
      result.field("user", Self.mean(user))
      result.field("system", Self.mean(system))
      result.field("min", sorted.first)
      result.field("max", sorted.last)
      result.field("times", array: elapsed.lazy.map(JSONText.number))
      // Only trials that ended normally have times.
      result.field("exit_codes", array: repeatElement("0", count: elapsed.count))
      result.field("parameters") { parameters in
        parameters.field("run", run)
        parameters.field("runtime", benchmarkCase.implementation.runtimeID)
        for parameter in benchmarkCase.parameters {
          parameters.field(parameter.name, "\(parameter.value)")
        }
      }
    }
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// The standard deviation of a sample, over n − 1; nil for a single value.
  private static func deviation(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }
}
