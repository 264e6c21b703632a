import Analysis
import BenchmarkModel
import Store

/// CSV and NDJSON: one row for each measurement.
///
/// `run`, `position`, `metric` and `iteration` together are a row's natural key.
extension Exporter {
  private static let columns = [
    "run", "position", "workload", "runtime", "variant", "toolchain", "parameters", "metric",
    "unit", "iteration", "isWarmup", "value",
  ]

  func writeCSV(to sink: inout TextSink) throws {
    try sink.add(Self.columns.joined(separator: ",") + "\r\n")
    try forEachTrial { trial, run, units in
      let benchmarkCase = trial.planned.case
      let fields = [
        run, "\(trial.planned.position)", benchmarkCase.implementation.workload,
        benchmarkCase.implementation.runtime.id,
        benchmarkCase.implementation.variantName, benchmarkCase.implementation.toolchainName,
        benchmarkCase.parameterText,
      ]
      let start = fields.map(csvField).joined(separator: ",")
      for measurement in trial.measurements {
        var row = start
        row += ","
        row += csvField(measurement.metric)
        row += ","
        row += units[measurement.metric] ?? ""
        row += measurement.iteration.map { ",\($0)," } ?? ",,"
        row += measurement.isWarmup ? "1," : "0,"
        row += JSONText.number(measurement.value)
        row += "\r\n"
        try sink.add(row)
      }
    }
  }

  func writeNDJSON(to sink: inout TextSink) throws {
    try forEachTrial { trial, run, units in
      let benchmarkCase = trial.planned.case
      var start = JSONText()
      start.field("run", run)
      start.field("position", trial.planned.position)
      start.field("workload", benchmarkCase.implementation.workload)
      start.field("runtime", benchmarkCase.implementation.runtime.id)
      start.field("variant", benchmarkCase.implementation.variantName)
      start.field("toolchain", benchmarkCase.implementation.toolchainName)
      start.field("parameters", benchmarkCase.parameterText)
      for measurement in trial.measurements {
        var row = start
        row.field("metric", measurement.metric)
        row.field("unit", units[measurement.metric])
        row.field("iteration", measurement.iteration)
        row.field("isWarmup", measurement.isWarmup)
        row.field("value", measurement.value)
        try sink.add(row.closed + "\n")
      }
    }
  }

  /// Passes on the trials of all chosen runs with their run's identifier and the metrics' units.
  private func forEachTrial(
    _ body: (Trial, _ run: String, _ units: [String: String]) throws -> Void
  ) throws {
    let units = Dictionary(
      uniqueKeysWithValues: try store.metrics().map { ($0.name, $0.unit.rawValue) })
    for run in try chosenRuns() {
      try store.forEachTrial(of: run.id) { try body($0, run.id, units) }
    }
  }
}
