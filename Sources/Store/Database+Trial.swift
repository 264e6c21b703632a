import BenchmarkModel
import GRDB

/// Rows of finished trials.
extension Database {
  /// Refuses a trial that the plan does not hold, or that is stored already.
  func checkPlace(of planned: PlannedTrial, run: Int64, named runID: String) throws {
    let sql = """
      SELECT workload, runtime, variant, parameters, trial.id
      FROM plannedTrial
      JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase
      LEFT JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
      WHERE plannedTrial.run = ? AND plannedTrial.position = ?
      """
    let statement = try cachedStatement(sql: sql)
    guard let row = try Row.fetchOne(statement, arguments: [run, planned.position]) else {
      throw RowProblem.notPlanned(run: runID, position: planned.position)
    }
    let variant: String = try row.value(2)
    let stored: [String] = try [row.value(0), row.value(1), variant, row.value(3)]
    let implementation = planned.case.implementation
    let found = [
      implementation.workload, implementation.runtime.rawValue, implementation.variant ?? "",
      planned.case.parameterText,
    ]
    guard stored == found else {
      throw RowProblem.otherCase(
        run: runID, position: planned.position,
        planned: "\(stored[0])/\(stored[1])\(variant.isEmpty ? "" : ":\(variant)") \(stored[3])",
        found: planned.case.description)
    }
    if let _: Int64 = try row.value(4) {
      throw RowProblem.existingTrial(run: runID, position: planned.position)
    }
  }

  /// Stores a trial and what it measured; `metrics` are the keys of the known metrics.
  func insert(_ trial: Trial, run: Int64, metrics: [String: Int64]) throws {
    try check(trial, metrics: metrics)
    let statement = try cachedStatement(
      sql: """
        INSERT INTO trial (
          run, position, startedAt, outcome, reached, detail, runtimeVersion, standardError
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      run, trial.planned.position, Timestamp(trial.startedAt).text, trial.outcome.kind.rawValue,
      trial.outcome.reached, trial.outcome.detail?.withVisibleNUL,
      trial.runtimeVersion?.withVisibleNUL, trial.standardError.withVisibleNUL,
    ])
    try insert(trial.measurements, trial: lastInsertedRowID, metrics: metrics)
  }

  private func insert(
    _ measurements: [Measurement], trial: Int64, metrics: [String: Int64]
  ) throws {
    let statement = try cachedStatement(
      sql: """
        INSERT INTO measurement (trial, metric, sequence, iteration, isWarmup, value)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    for (sequence, measurement) in measurements.enumerated() {
      // The number of arguments is that of the question marks above.
      statement.setUncheckedArguments([
        trial, metrics[measurement.metric], sequence, measurement.iteration, measurement.isWarmup,
        measurement.value,
      ])
      try statement.execute()
    }
  }

  /// Refuses what the schema cannot: it sees rows, not the trial.
  private func check(_ trial: Trial, metrics: [String: Int64]) throws {
    let position = trial.planned.position
    guard trial.outcome.kind == .completed || trial.measurements.isEmpty else {
      throw RowProblem.measuredWithoutCompletion(
        position: position, outcome: trial.outcome.kind.rawValue)
    }
    var seen: Set<Place> = []
    for measurement in trial.measurements {
      guard metrics[measurement.metric] != nil else {
        throw RowProblem.unknownMetric(
          name: measurement.metric, position: position,
          nearest: nearestName(to: measurement.metric, in: metrics.keys.sorted()))
      }
      // False for a NaN as well.
      guard measurement.value.magnitude <= 1e300 else {
        throw RowProblem.unusableValue(
          metric: measurement.metric, position: position, value: "\(measurement.value)")
      }
      let place = Place(metric: measurement.metric, iteration: measurement.iteration)
      guard seen.insert(place).inserted else {
        throw RowProblem.repeatedMeasurement(
          metric: measurement.metric, position: position, iteration: measurement.iteration)
      }
    }
  }
}

/// What a trial has one value for.
private struct Place: Hashable {
  var metric: String
  var iteration: Int?
}

extension String {
  /// The text with U+2400 in the place of each NUL, where SQLite's clients would take it to end.
  fileprivate var withVisibleNUL: String {
    guard utf8.contains(0) else { return self }
    return String(UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{2400}" : $0 }))
  }
}
