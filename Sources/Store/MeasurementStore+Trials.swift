package import BenchmarkModel
import FoundationEssentials
import GRDB
import GRDBSQLite

extension MeasurementStore {
  /// The stored trials of a run with all measurements, by position.
  ///
  /// `workload` selects the trials of one workload; nil selects all. A trial with a value that cannot
  /// be used is invalid, has no measurements, and its detail says why.
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
  ///
  /// - Parameter isStrict: Whether to throw a ``RowFault`` for a value that cannot be used, rather than
  ///   pass an invalid trial.
  func forEachTrial(
    run: Int64, workload: String? = nil, isStrict: Bool = false, _ body: (Trial) throws -> Void
  ) throws {
    let cases = try cases(run: run, workload: workload)
    let reader = try ValueReader(self)
    let sql = """
      SELECT \(Trial.columns)
      FROM plannedTrial
      JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
      WHERE plannedTrial.run = ?1 AND (?2 IS NULL OR benchmarkCase IN (
        SELECT id FROM benchmarkCase WHERE workload = ?2
      ))
      ORDER BY plannedTrial.position
      """
    let rows = try Row.fetchCursor(self, sql: sql, arguments: [run, workload])
    while let row = try rows.next() {
      let stored = try PlannedTrial.stored(in: row, from: 1, cases: cases)
      let trial: Trial
      do {
        if let fault = stored.fault { throw fault }
        trial = try Trial(row, stored.planned, reader)
      } catch let fault as RowFault {
        let place = "position \(stored.planned.position)"
        if isStrict { throw try fault.of("run \(uuid(ofRun: run)), \(place)") }
        trial = Trial(unusable: stored.planned, because: fault.of(place))
      }
      try body(trial)
    }
  }
}

/// Reads the stored trials of a run one by one.
struct TrialReader {
  private let run: Int64
  private let cases: [Int64: StoredCase]
  private let values: ValueReader
  private let statement: Statement

  init(_ connection: Database, run: Int64) throws {
    self.run = run
    cases = try connection.cases(run: run)
    values = try ValueReader(connection)
    statement = try connection.cachedStatement(
      sql: """
        SELECT \(Trial.columns)
        FROM plannedTrial
        JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
        WHERE plannedTrial.run = ? AND plannedTrial.position = ?
        """)
  }

  /// The trial at a position; throws a ``RowFault`` when it has a value that cannot be used.
  func trial(at position: Int) throws -> Trial? {
    guard let row = try Row.fetchOne(statement, arguments: [run, position]) else { return nil }
    let stored = try PlannedTrial.stored(in: row, from: 1, cases: cases)
    if let fault = stored.fault { throw fault }
    return try Trial(row, stored.planned, values)
  }
}

extension Trial {
  /// The columns from which a trial is read.
  fileprivate static let columns = """
    trial.id, plannedTrial.position, block, benchmarkCase, warmups, iterations, startedAt, outcome,
      reached, detail, runtimeVersion, standardError
    """

  fileprivate init(_ row: Row, _ planned: PlannedTrial, _ reader: ValueReader) throws {
    let outcome = try Outcome(
      Outcome.Kind(stored: row.value(7, "trial.outcome"), column: "trial.outcome"),
      reached: row.value(8, "trial.reached"), detail: row.value(9, "trial.detail"))
    let id: Int64 = try row.value(0)
    try self.init(
      planned: planned,
      startedAt: Timestamp.date(row.value(6, "trial.startedAt"), column: "trial.startedAt"),
      outcome: outcome, runtimeVersion: row.value(10, "trial.runtimeVersion"),
      standardError: row.value(11, "trial.standardError"),
      measurements: reader.measurements(ofTrial: id), latencies: reader.latencies(ofTrial: id))
  }

  /// A trial that was stored with a value that cannot be used.
  fileprivate init(unusable planned: PlannedTrial, because fault: RowFault) {
    self.init(
      planned: planned, startedAt: Date(timeIntervalSince1970: 0),
      outcome: Outcome(
        .invalid, detail: "The database holds a value that cannot be used: \(fault)"))
  }
}

/// A column of whole numbers, of which a report reads millions.
private struct WholeColumn {
  let name: String
  let range: ClosedRange<Int64>

  private init(_ name: String) {
    self.name = name
    range =
      switch Bound.of(name) {
      case .whole(let range): range
      default: 0...1
      }
  }

  static let measurementIteration = WholeColumn("measurement.iteration")
  static let measurementIsWarmup = WholeColumn("measurement.isWarmup")
  static let measurementSequence = WholeColumn("measurement.sequence")
  static let latencyIteration = WholeColumn("latency.iteration")
  static let latencyIsWarmup = WholeColumn("latency.isWarmup")
  static let latencyValue = WholeColumn("latency.value")
  static let latencyCount = WholeColumn("latency.count")
}

/// Reads the measurements and latencies of trials, of which a report reads millions.
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
    var found: [Measurement] = []
    var sequences: [Int64] = []
    try forEachRow(of: measurements, trial: id) { row, metric in
      let isOfTrial = sqlite3_column_type(row, 1) == SQLITE_NULL
      let value = sqlite3_column_double(row, 3)
      guard sqlite3_column_type(row, 3) == SQLITE_FLOAT, Measurement.isUsable(value) else {
        throw RowFault(row, 3, "measurement.value", of: metric)
      }
      found.append(
        Measurement(
          metric,
          iteration: isOfTrial ? nil : Int(try whole(row, 1, .measurementIteration, metric)),
          isWarmup: try whole(row, 2, .measurementIsWarmup, metric) != 0, value))
      sequences.append(try whole(row, 4, .measurementSequence, metric))
    }
    return found.indices.sorted { sequences[$0] < sequences[$1] }.map { found[$0] }
  }

  /// The latency buckets of a trial, by metric, iteration and value.
  func latencies(ofTrial id: Int64) throws -> [LatencyBucket] {
    var found: [LatencyBucket] = []
    try forEachRow(of: latencies, trial: id) { row, metric in
      found.append(
        LatencyBucket(
          metric, iteration: Int(try whole(row, 1, .latencyIteration, metric)),
          isWarmup: try whole(row, 2, .latencyIsWarmup, metric) != 0,
          value: Int(try whole(row, 3, .latencyValue, metric)),
          count: Int(try whole(row, 4, .latencyCount, metric))))
    }
    return found
  }

  private func whole(
    _ row: OpaquePointer, _ index: Int32, _ column: WholeColumn, _ metric: String
  ) throws -> Int64 {
    let value = sqlite3_column_int64(row, index)
    guard sqlite3_column_type(row, index) == SQLITE_INTEGER, column.range.contains(value) else {
      throw RowFault(row, index, column.name, of: metric)
    }
    return value
  }

  /// Calls `body` with each row of a trial and the name of the metric in the row's first column.
  private func forEachRow(
    of statement: Statement, trial: Int64, _ body: (OpaquePointer, String) throws -> Void
  ) throws {
    var name = (id: Int64.min, text: "")
    try statement.forEachRow([trial]) { row in
      let metric = sqlite3_column_int64(row, 0)
      if metric != name.id { name = (metric, try self.name(of: metric)) }
      try body(row, name.text)
    }
  }

  /// The name of the metric with a key; throws when it is missing, which a foreign key should prevent.
  private func name(of metric: Int64) throws -> String {
    guard let name = metrics[metric] else {
      throw RowFault(
        column: "measurement.metric", value: "\(metric)", bound: "the key of a metric")
    }
    return name
  }
}

extension RowFault {
  /// The fault of a column of the current row of a statement.
  fileprivate init(_ row: OpaquePointer, _ index: Int32, _ column: String, of metric: String) {
    self.init(DatabaseValue(sqliteStatement: row, index: index), in: column, .of(column))
    self.row = metric
  }
}
