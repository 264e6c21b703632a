package import BenchmarkModel
package import FoundationEssentials
import GRDB

extension MeasurementStore {
  /// Stores a run and its plan before anything is measured, in one transaction.
  ///
  /// `metrics` are all that its trials may measure; labels that changed are updated. Throws when a run
  /// with that identifier exists, and when a metric is stored with another unit or another better
  /// direction.
  package func begin(
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
  /// A NUL in the program's output is stored as the symbol for it (U+2400).
  ///
  /// Throws when the run's plan does not contain the trial, when the trial is already stored, when it
  /// has measurements but did not complete, and when a measurement has an unknown metric, a
  /// value that ``Measurement/isUsable(_:)`` does not allow, or repeats the metric and iteration of another.
  package func record(_ trial: Trial, in runID: String) throws(StoreError) {
    try record([trial], in: runID)
  }

  /// Stores finished trials of a run, all or none, in one transaction.
  package func record(_ trials: [Trial], in runID: String) throws(StoreError) {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      let metrics = try connection.metricIDs()
      for trial in trials {
        try connection.checkPlace(of: trial.planned, run: run, named: runID)
        try connection.insert(trial, run: run, metrics: metrics)
      }
    }
  }

  /// Adds trials to the plan of an unfinished run, in one transaction.
  ///
  /// Throws when the run is finished, and when its plan already has a trial at one of the positions.
  package func extend(_ runID: String, by trials: [PlannedTrial]) throws(StoreError) {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      let sql = "SELECT 1 FROM run WHERE id = ? AND finishedAt IS NOT NULL"
      guard try Int.fetchOne(connection, sql: sql, arguments: [run]) == nil else {
        throw RowProblem.finishedRun(run: runID)
      }
      try connection.insert(trials, run: run)
    }
  }

  /// Marks a run as finished, with the load average at that time and the warnings raised during it.
  ///
  /// Throws while trials are missing. A run that is already finished is not changed.
  package func finish(
    _ runID: String, at date: Date, loadAfter: Double? = nil, warnings: [RunWarning] = []
  ) throws(StoreError) {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      let missing = try connection.pendingPositions(run: run).count
      guard missing == 0 else { throw RowProblem.unfinished(run: runID, missing: missing) }
      try connection.execute(
        // The clock may have been set back since the run started.
        sql: """
          UPDATE run SET finishedAt = max(startedAt, ?), loadAfter = ?
          WHERE id = ? AND finishedAt IS NULL
          """,
        arguments: [Timestamp(date).text, loadAfter, run])
      guard connection.changesCount > 0 else { return }
      try connection.insert(warnings, run: run)
    }
  }

  /// Names a run, and returns the identifier of another run that loses the name.
  ///
  /// Throws when there is no such run, and when the name is empty or ambiguous: `latest`, or a possible
  /// prefix of an identifier.
  @discardableResult
  package func name(_ runID: String, _ name: String) throws(StoreError) -> String? {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      guard Bound.runName.admits(name.databaseValue) else {
        throw QuestionProblem.unusableName(name)
      }
      let former = try String.fetchOne(
        connection,
        sql: """
          SELECT CAST(uuid AS TEXT) FROM run JOIN runName ON runName.run = run.id
          WHERE name = ? AND run.id <> ?
          """, arguments: [name, run])
      try connection.execute(
        sql: """
          INSERT INTO runName (name, run) VALUES (?, ?)
          ON CONFLICT (name) DO UPDATE SET run = excluded.run
          """, arguments: [name, run])
      return former
    }
  }
}

extension Database {
  /// The key of a run; throws when there is no run with that identifier.
  func id(ofRun uuid: String) throws -> Int64 {
    let statement = try cachedStatement(sql: "SELECT id FROM run WHERE uuid = ?")
    if let id = try Int64.fetchOne(statement, arguments: [uuid]) { return id }
    let known = try String.fetchAll(
      self, sql: "SELECT CAST(uuid AS TEXT) FROM run ORDER BY startedAt DESC, uuid")
    throw QuestionProblem.unknownRun(name: uuid, nearest: nearestName(to: uuid, in: known))
  }

  /// The positions of a run's plan without a stored trial, sorted.
  func pendingPositions(run: Int64) throws -> [Int] {
    let sql = """
      SELECT position FROM plannedTrial
      WHERE run = ?1 AND position NOT IN (SELECT position FROM trial WHERE run = ?1)
      ORDER BY position
      """
    return try Int.fetchAll(self, sql: sql, arguments: [run])
  }
}
