public import BenchmarkModel
public import FoundationEssentials
import GRDB

extension MeasurementStore {
  /// Stores a run with its plan before anything is measured, in one transaction.
  ///
  /// `metrics` are all that its trials may measure; a label that has changed is brought up to date.
  /// Throws when a run of that identifier is there, and when a metric is stored with another unit
  /// or another better direction.
  public func begin(
    _ run: Run, plan: [PlannedTrial], metrics: [Metric]
  ) throws(StoreError) {
    try writing { connection in
      try connection.update(metrics)
      let id = try connection.insert(run)
      try connection.insert(plan, run: id)
    }
  }

  /// Stores a finished trial with all its measurements, in one transaction.
  ///
  /// A NUL in what a program printed is stored as the sign for it (U+2400).
  ///
  /// Throws when the run's plan does not hold it, when it is stored already, when it was measured
  /// without having completed, and when a measurement is of an unknown metric, is not a finite
  /// number within ±1e300, or repeats another one's metric and iteration.
  public func record(_ trial: Trial, in runID: String) throws(StoreError) {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      try connection.checkPlace(of: trial.planned, run: run, named: runID)
      try connection.insert(trial, run: run, metrics: connection.metricIDs())
    }
  }

  /// Notes that a run's last planned trial is stored.
  ///
  /// Throws while trials are missing. A run that is finished already keeps its date.
  public func finish(_ runID: String, at date: Date) throws(StoreError) {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      let missing = try connection.pendingPositions(run: run).count
      guard missing == 0 else { throw RowProblem.unfinished(run: runID, missing: missing) }
      try connection.execute(
        sql: "UPDATE run SET finishedAt = ? WHERE id = ? AND finishedAt IS NULL",
        arguments: [Timestamp(date).text, run])
    }
  }
}

extension Database {
  /// The key of a run; throws when there is none of that identifier.
  func id(ofRun uuid: String) throws -> Int64 {
    let statement = try cachedStatement(sql: "SELECT id FROM run WHERE uuid = ?")
    if let id = try Int64.fetchOne(statement, arguments: [uuid]) { return id }
    let known = try String.fetchAll(self, sql: "SELECT uuid FROM run ORDER BY startedAt DESC, uuid")
    throw QuestionProblem.unknownRun(name: uuid, nearest: nearestName(to: uuid, in: known))
  }

  /// The places of a run's plan that have no trial, in their order.
  func pendingPositions(run: Int64) throws -> [Int] {
    let sql = """
      SELECT position FROM plannedTrial
      WHERE run = ?1 AND position NOT IN (SELECT position FROM trial WHERE run = ?1)
      ORDER BY position
      """
    return try Int.fetchAll(self, sql: sql, arguments: [run])
  }
}
