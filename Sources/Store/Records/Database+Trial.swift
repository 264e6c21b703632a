import BenchmarkModel
import GRDB
import GRDBSQLite

/// Rows of finished trials.
extension Database {
  /// Throws when the plan does not contain the trial, and when it is already stored.
  func checkPlace(of planned: PlannedTrial, run: Int64, named runID: String) throws {
    let sql = """
      SELECT workload, runtime, variant, toolchain, parameters, trial.id
      FROM plannedTrial
      JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase
      LEFT JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
      WHERE plannedTrial.run = ? AND plannedTrial.position = ?
      """
    let statement = try cachedStatement(sql: sql)
    guard let row = try Row.fetchOne(statement, arguments: [run, planned.position]) else {
      throw RowProblem.notPlanned(run: runID, position: planned.position)
    }
    let implementation = Implementation(
      workload: try row.value(0), runtime: try row.value(1), variant: try row.value(2),
      toolchain: try row.value(3))
    let parameters: String = try row.value(4)
    guard implementation == planned.case.implementation, parameters == planned.case.parameterText
    else {
      throw RowProblem.otherCase(
        run: runID, position: planned.position, planned: "\(implementation.id) \(parameters)",
        found: planned.case.description)
    }
    if let _: Int64 = try row.value(5) {
      throw RowProblem.existingTrial(run: runID, position: planned.position)
    }
  }

  /// Stores a trial with its measurements; `metrics` holds the key of each metric by name.
  func insert(_ trial: Trial, run: Int64, metrics: [String: Int64]) throws {
    let rows = try MeasurementRow.rows(of: trial, metrics: metrics)
    try forgetAnalysis(ofRun: run)
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
    let id = lastInsertedRowID
    try insert(rows, trial: id)
    try insert(trial.latencies, trial: id, at: trial.planned.position, metrics: metrics)
    try summarize(
      Dictionary(grouping: rows.filter { !$0.isWarmup }, by: \.metric)
        .mapValues { $0.map(\.value) },
      hasLatencies: !trial.latencies.isEmpty, trial: id, run: run,
      position: trial.planned.position)
  }

  private func insert(
    _ latencies: [LatencyBucket], trial: Int64, at position: Int, metrics: [String: Int64]
  ) throws {
    let columns = "metric, iteration, value, count, isWarmup"
    try insert(latencies, into: "latency (trial, \(columns))", trial: trial) { handle, bucket in
      guard let metric = metrics[bucket.metric] else {
        throw RowProblem.unknownMetric(
          name: bucket.metric, position: position,
          nearest: nearestName(to: bucket.metric, in: metrics.keys.sorted()))
      }
      sqlite3_bind_int64(handle, 2, metric)
      sqlite3_bind_int64(handle, 3, Int64(bucket.iteration))
      sqlite3_bind_int64(handle, 4, Int64(bucket.value))
      sqlite3_bind_int64(handle, 5, Int64(bucket.count))
      sqlite3_bind_int64(handle, 6, bucket.isWarmup ? 1 : 0)
    }
  }

  private func insert(_ rows: [MeasurementRow], trial: Int64) throws {
    let columns = "metric, sequence, iteration, isWarmup, value"
    try insert(rows.enumerated(), into: "measurement (trial, \(columns))", trial: trial) {
      handle, numbered in
      let (sequence, row) = numbered
      sqlite3_bind_int64(handle, 2, row.metric)
      sqlite3_bind_int64(handle, 3, Int64(sequence))
      if let iteration = row.iteration {
        sqlite3_bind_int64(handle, 4, Int64(iteration))
      } else {
        sqlite3_bind_null(handle, 4)
      }
      sqlite3_bind_int64(handle, 5, row.isWarmup ? 1 : 0)
      sqlite3_bind_double(handle, 6, row.value)
    }
  }

  /// Inserts rows of a trial into a table with six columns, of which `bind` sets all but the first.
  ///
  /// Values are bound by hand, since GRDB's arguments take half as long again.
  private func insert<Rows: Sequence>(
    _ rows: Rows, into table: String, trial: Int64,
    bind: (OpaquePointer, Rows.Element) throws -> Void
  ) throws {
    let statement = try cachedStatement(
      sql: "INSERT INTO \(table) VALUES (?, ?, ?, ?, ?, ?)")
    let handle = statement.sqliteStatement
    defer {
      sqlite3_clear_bindings(handle)
      withExtendedLifetime(statement) {}
    }
    sqlite3_bind_int64(handle, 1, trial)
    for row in rows {
      try bind(handle, row)
      try step(handle)
    }
  }

  /// Runs a statement that returns no rows, and resets it for the next values.
  func step(_ handle: OpaquePointer) throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage)
    }
  }
}

/// A measurement with its metric's key, checked against the rules that the schema cannot express.
private struct MeasurementRow {
  let metric: Int64
  let iteration: Int?
  let isWarmup: Bool
  let value: Double

  static func rows(of trial: Trial, metrics: [String: Int64]) throws(RowProblem) -> [Self] {
    let position = trial.planned.position
    guard trial.outcome.kind == .completed || trial.measurements.isEmpty else {
      throw .measuredWithoutCompletion(position: position, outcome: trial.outcome.kind.rawValue)
    }
    var rows: [Self] = []
    var seen: Set<Place> = []
    rows.reserveCapacity(trial.measurements.count)
    seen.reserveCapacity(trial.measurements.count)
    for measurement in trial.measurements {
      let name = measurement.metric
      guard let metric = metrics[name] else {
        throw .unknownMetric(
          name: name, position: position, nearest: nearestName(to: name, in: metrics.keys.sorted()))
      }
      guard Measurement.isUsable(measurement.value) else {
        throw .unusableValue(metric: name, position: position, value: "\(measurement.value)")
      }
      guard seen.insert(Place(metric: metric, iteration: measurement.iteration)).inserted else {
        throw .repeatedMeasurement(
          metric: name, position: position, iteration: measurement.iteration)
      }
      rows.append(
        Self(
          metric: metric, iteration: measurement.iteration, isWarmup: measurement.isWarmup,
          value: measurement.value))
    }
    return rows
  }

  /// A trial has one value for each metric and iteration.
  private struct Place: Hashable {
    var metric: Int64
    var iteration: Int?
  }
}

extension String {
  /// The text with each NUL replaced by U+2400, since SQLite's clients end a text at a NUL.
  var withVisibleNUL: String {
    guard utf8.contains(0) else { return self }
    return String(UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{2400}" : $0 }))
  }
}
