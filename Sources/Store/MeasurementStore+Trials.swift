public import BenchmarkModel
import GRDB
import GRDBSQLite

extension MeasurementStore {
  /// The stored trials of a run with everything that was measured, in the plan's order.
  ///
  /// `workload` leaves out the trials of others; nil takes all.
  public func trials(
    of runID: String, workload: String? = nil
  ) throws(StoreError) -> [Trial] {
    try reading { connection in
      var trials: [Trial] = []
      let run = try connection.id(ofRun: runID)
      try connection.forEachTrial(run: run, workload: workload) { trials.append($0) }
      return trials
    }
  }

  /// Hands over the stored trials of a run one after the other, in the plan's order.
  ///
  /// Only one trial at a time is in memory. A writer is not held up; `body` must not use the store.
  /// Throws what `body` throws, as it is.
  public func forEachTrial(of runID: String, _ body: (Trial) throws -> Void) throws {
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
  /// Hands over the stored trials of a run one after the other, in the plan's order.
  ///
  /// One ordered join reads them all; only one trial at a time is in memory.
  func forEachTrial(
    run: Int64, workload: String? = nil, _ body: (Trial) throws -> Void
  ) throws {
    let cases = try cases(run: run)
    let latencies = try cachedStatement(
      sql: """
        SELECT metric, iteration, isWarmup, value, count FROM latency
        WHERE trial = ? ORDER BY metric, iteration, value
        """)
    let metrics = Dictionary(uniqueKeysWithValues: try metricIDs().map { ($0.value, $0.key) })
    let sql = """
      SELECT trial.id, trial.position, block, benchmarkCase, warmups, iterations, startedAt, outcome,
        reached, detail, runtimeVersion, standardError,
        sequence, metric, iteration, isWarmup, value
      FROM plannedTrial
      JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
      LEFT JOIN measurement ON measurement.trial = trial.id
      WHERE plannedTrial.run = ?1 AND (?2 IS NULL OR benchmarkCase IN (
        SELECT id FROM benchmarkCase WHERE workload = ?2
      ))
      ORDER BY plannedTrial.position
      """
    let rows = try Row.fetchCursor(self, sql: sql, arguments: [run, workload])
    var current: TrialReader?
    while let row = try rows.next() {
      let id: Int64 = try row.value(0)
      if current?.id != id {
        try current?.deliver(to: body)
        current = try TrialReader(row, id: id, case: cases.value(of: row.value(3)))
        try current?.addLatencies(from: latencies, metrics: metrics)
      }
      try current?.add(row, metrics: metrics)
    }
    try current?.deliver(to: body)
  }
}

/// A trial that is being put together from the rows of the join.
private struct TrialReader {
  let id: Int64
  private var trial: Trial
  /// The measurements with their place in the trial, as the key of the table orders them.
  private var measurements: [(sequence: Int, measurement: Measurement)] = []

  init(_ row: Row, id: Int64, case benchmarkCase: Case) throws {
    self.id = id
    let planned = try PlannedTrial(
      position: row.value(1), block: row.value(2), case: benchmarkCase, warmups: row.value(4),
      iterations: row.value(5))
    let outcome = try Outcome(
      Outcome.Kind(stored: row.value(7), column: "trial.outcome"), reached: row.value(8),
      detail: row.value(9))
    trial = try Trial(
      planned: planned, startedAt: Timestamp.date(row.value(6), column: "trial.startedAt"),
      outcome: outcome, runtimeVersion: row.value(10), standardError: row.value(11))
  }

  mutating func add(_ row: Row, metrics: [Int64: String]) throws {
    guard let sequence: Int = try row.value(12) else { return }
    let measurement = try Measurement(
      metrics.name(of: row.value(13)), iteration: row.value(14), isWarmup: row.value(15),
      row.value(16))
    measurements.append((sequence, measurement))
  }

  /// Reads columns by hand: through GRDB's rows it takes five times as long, and a report reads
  /// millions.
  mutating func addLatencies(from statement: Statement, metrics: [Int64: String]) throws {
    let handle = statement.sqliteStatement
    try statement.setArguments([id])
    defer {
      sqlite3_reset(handle)
      withExtendedLifetime(statement) {}
    }
    var latencies: [LatencyBucket] = []
    var name = (id: Int64.min, text: "")
    var code = sqlite3_step(handle)
    while code == SQLITE_ROW {
      let metric = sqlite3_column_int64(handle, 0)
      if metric != name.id { name = (metric, try metrics.name(of: metric)) }
      latencies.append(
        LatencyBucket(
          name.text, iteration: Int(sqlite3_column_int64(handle, 1)),
          isWarmup: sqlite3_column_int64(handle, 2) != 0,
          value: Int(sqlite3_column_int64(handle, 3)),
          count: Int(sqlite3_column_int64(handle, 4))))
      code = sqlite3_step(handle)
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code))
    }
    trial.latencies = latencies
  }

  mutating func deliver(to body: (Trial) throws -> Void) throws {
    trial.measurements = measurements.sorted { $0.sequence < $1.sequence }.map(\.measurement)
    try body(trial)
  }
}

extension [Int64: String] {
  /// The name of a metric's key, which a foreign key says is there.
  fileprivate func name(of metric: Int64) throws -> String {
    guard let name = self[metric] else {
      throw FileProblem.damaged(problem: "metric \(metric) has gone")
    }
    return name
  }
}
