package import BenchmarkModel
import GRDB
import GRDBSQLite

extension MeasurementStore {
  /// The stored trials of a run with all measurements, by position.
  ///
  /// `workload` selects the trials of one workload; nil selects all.
  package func trials(
    of runID: String, workload: String? = nil
  ) throws(StoreError) -> [Trial] {
    try reading { connection in
      var trials: [Trial] = []
      let run = try connection.id(ofRun: runID)
      try connection.forEachTrial(run: run, workload: workload) { trials.append($0) }
      return trials
    }
  }

  /// Calls `body` with each stored trial of a run, by position.
  ///
  /// Only one trial at a time is in memory. Other processes can write in the meantime; `body` must
  /// not use the store. Rethrows what `body` throws.
  package func forEachTrial(of runID: String, _ body: (Trial) throws -> Void) throws {
    var failure: (any Error)?
    do {
      try reading { connection in
        try connection.forEachTrial(run: connection.id(ofRun: runID)) { trial in
          do { try body(trial) } catch {
            failure = error
            throw error
          }
        }
      }
    } catch { throw failure ?? error }
  }
}

extension Database {
  /// Calls `body` with each stored trial of a run, by position, with one trial in memory at a time.
  func forEachTrial(
    run: Int64, workload: String? = nil, _ body: (Trial) throws -> Void
  ) throws {
    let cases = try cases(run: run)
    let reader = try ValueReader(self)
    let sql = """
      SELECT trial.id, trial.position, block, benchmarkCase, warmups, iterations, startedAt, outcome,
        reached, detail, runtimeVersion, standardError
      FROM plannedTrial
      JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
      WHERE plannedTrial.run = ?1 AND (?2 IS NULL OR benchmarkCase IN (
        SELECT id FROM benchmarkCase WHERE workload = ?2
      ))
      ORDER BY plannedTrial.position
      """
    let rows = try Row.fetchCursor(self, sql: sql, arguments: [run, workload])
    while let row = try rows.next() {
      var trial = try Trial(row, case: cases.value(of: row.value(3)))
      let id: Int64 = try row.value(0)
      trial.measurements = try reader.measurements(ofTrial: id)
      trial.latencies = try reader.latencies(ofTrial: id)
      try body(trial)
    }
  }
}

extension Trial {
  /// A trial without its measurements.
  fileprivate init(_ row: Row, case benchmarkCase: Case) throws {
    let planned = try PlannedTrial(
      position: row.value(1), block: row.value(2), case: benchmarkCase, warmups: row.value(4),
      iterations: row.value(5))
    let outcome = try Outcome(
      Outcome.Kind(stored: row.value(7), column: "trial.outcome"), reached: row.value(8),
      detail: row.value(9))
    try self.init(
      planned: planned, startedAt: Timestamp.date(row.value(6), column: "trial.startedAt"),
      outcome: outcome, runtimeVersion: row.value(10), standardError: row.value(11))
  }
}

/// Reads the measurements and latencies of trials.
///
/// It reads columns by hand, since GRDB's rows take five times as long and a report reads millions.
private struct ValueReader {
  private let metrics: [Int64: String]
  private let measurements, latencies: Statement

  init(_ connection: Database) throws {
    metrics = Dictionary(uniqueKeysWithValues: try connection.metricIDs().map { ($1, $0) })
    measurements = try connection.cachedStatement(
      sql: """
        SELECT metric, iteration, isWarmup, value, sequence FROM measurement
        WHERE trial = ? ORDER BY metric, sequence
        """)
    latencies = try connection.cachedStatement(
      sql: """
        SELECT metric, iteration, isWarmup, value, count FROM latency
        WHERE trial = ? ORDER BY metric, iteration, value
        """)
  }

  /// The measurements of a trial in the order in which they were recorded.
  func measurements(ofTrial id: Int64) throws -> [Measurement] {
    var found: [(sequence: Int64, measurement: Measurement)] = []
    try forEachRow(of: measurements, trial: id) { row, metric in
      let isOfTrial = sqlite3_column_type(row, 1) == SQLITE_NULL
      let measurement = Measurement(
        metric, iteration: isOfTrial ? nil : Int(sqlite3_column_int64(row, 1)),
        isWarmup: sqlite3_column_int64(row, 2) != 0, sqlite3_column_double(row, 3))
      found.append((sqlite3_column_int64(row, 4), measurement))
    }
    return found.sorted { $0.sequence < $1.sequence }.map(\.measurement)
  }

  /// The latency buckets of a trial, by metric, iteration and value.
  func latencies(ofTrial id: Int64) throws -> [LatencyBucket] {
    var found: [LatencyBucket] = []
    try forEachRow(of: latencies, trial: id) { row, metric in
      found.append(
        LatencyBucket(
          metric, iteration: Int(sqlite3_column_int64(row, 1)),
          isWarmup: sqlite3_column_int64(row, 2) != 0, value: Int(sqlite3_column_int64(row, 3)),
          count: Int(sqlite3_column_int64(row, 4))))
    }
    return found
  }

  /// Calls `body` with each row of a trial and the name of the metric in the row's first column.
  private func forEachRow(
    of statement: Statement, trial: Int64, _ body: (OpaquePointer, String) -> Void
  ) throws {
    let handle = statement.sqliteStatement
    try statement.setArguments([trial])
    defer {
      sqlite3_reset(handle)
      withExtendedLifetime(statement) {}
    }
    var name = (id: Int64.min, text: "")
    var code = sqlite3_step(handle)
    while code == SQLITE_ROW {
      let metric = sqlite3_column_int64(handle, 0)
      if metric != name.id { name = (metric, try self.name(of: metric)) }
      body(handle, name.text)
      code = sqlite3_step(handle)
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code))
    }
  }

  /// The name of the metric with a key; throws when it is missing, which a foreign key should prevent.
  private func name(of metric: Int64) throws -> String {
    guard let name = metrics[metric] else {
      throw FileProblem.damaged(problem: "metric \(metric) is missing")
    }
    return name
  }
}
