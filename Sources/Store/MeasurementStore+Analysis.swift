package import BenchmarkModel
import GRDB

/// What the analysis derives from trials.
///
/// Whatever changes the trials of a run removes its rows in the same transaction, and those of its
/// machine (``GRDB/Database/forgetAnalysis(ofRun:)``), so that the tables never contradict the trials.
extension MeasurementStore {
  /// Stores what was derived from a run, instead of what there was, in one transaction.
  ///
  /// - Parameters:
  ///   - analysis: The numbers.
  ///   - runID: The run.
  ///   - metrics: The metrics that they are of.
  /// - Returns: Whether it was stored: another program may have stored a further trial since the trials
  ///   were read.
  @discardableResult
  package func store(
    _ analysis: RunAnalysis, of runID: String, metrics: [Metric]
  ) throws(StoreError) -> Bool {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      let count = try Int.fetchOne(
        connection, sql: "SELECT count(*) FROM trial WHERE run = ?", arguments: [run])
      guard count == analysis.trials else { return false }
      try connection.forgetEstimates(ofRun: run)
      try connection.update(metrics)
      try connection.insert(analysis, run: run)
      return true
    }
  }

  /// Stores the change points of a machine, instead of those that there were, in one transaction.
  package func store(
    _ changes: [StoredChange], onMachine fingerprint: String, method: String, metrics: [Metric]
  ) throws(StoreError) {
    try writing { connection in
      try connection.forgetChanges(onMachine: fingerprint)
      try connection.update(metrics)
      try connection.execute(
        sql: "INSERT INTO machineAnalysis (fingerprint, method) VALUES (?, ?)",
        arguments: [fingerprint, method])
      let keys = try AnalysisKeys(connection)
      for change in changes { try connection.insert(change, keys) }
    }
  }

  /// The identifiers of the runs with trials that have not been analyzed, oldest first; with a method,
  /// also of those that were analyzed by another one.
  ///
  /// Runs that are not results (``Run/presetsApart``) or cannot be used are never analyzed.
  package func runsToAnalyze(unlessBy method: String? = nil) throws(StoreError) -> [String] {
    try reading { connection in
      let sql = """
        SELECT run.id FROM run LEFT JOIN runAnalysis ON runAnalysis.run = run.id
        WHERE (method IS NULL OR method <> ?1) AND preset NOT IN (\(Schema.presetsApart))
          AND EXISTS (SELECT * FROM trial WHERE trial.run = run.id)
        ORDER BY startedAt, uuid
        """
      return try Int64.fetchAll(connection, sql: sql, arguments: [method]).compactMap { id in
        do { return try connection.run(id).id } catch is RowFault { return nil }
      }
    }
  }

  /// The fingerprints of the machines with results whose change points were not computed; with a method,
  /// also of those for which another one was used.
  package func machinesToAnalyze(unlessBy method: String? = nil) throws(StoreError) -> [String] {
    try reading { connection in
      let sql = """
        SELECT DISTINCT CAST(machine.fingerprint AS TEXT)
        FROM machine
        LEFT JOIN machineAnalysis ON machineAnalysis.fingerprint = machine.fingerprint
        WHERE (method IS NULL OR method <> ?1) AND EXISTS (
          SELECT * FROM run
          WHERE run.machine = machine.id AND preset NOT IN (\(Schema.presetsApart)))
        ORDER BY machine.fingerprint
        """
      return try String.fetchAll(connection, sql: sql, arguments: [method])
    }
  }
}

extension MeasurementStore {
  /// What was derived from a run; nil if nothing was, or if a value of it cannot be used, since everything can be
  /// derived again.
  package func analysis(of runID: String) throws(StoreError) -> RunAnalysis? {
    try reading { connection in
      let run = try connection.id(ofRun: runID)
      do { return try connection.analysis(run: run) } catch is RowFault { return nil }
    }
  }

  /// The change points of all machines, by machine, case and run, without those with a value that cannot be used.
  package func changes() throws(StoreError) -> [StoredChange] {
    try reading { connection in
      let names: AnalysisNames
      do { names = try AnalysisNames(connection) } catch is RowFault { return [] }
      let sql = """
        SELECT benchmarkCase, metric, last.uuid, first.uuid, before, after, ratio, lower, upper,
          pValue, verdict
        FROM changePoint
        JOIN run AS last ON last.id = lastRun
        JOIN run AS first ON first.id = firstRun
        ORDER BY changePoint.machine, benchmarkCase, metric, first.startedAt
        """
      return try Row.fetchAll(connection, sql: sql).compactMap { row in
        do {
          return try StoredChange(
            names.measured(row, 0), metric: names.metric(row, 1),
            lastRun: row.value(2, "run.uuid"), firstRun: row.value(3, "run.uuid"),
            before: row.value(4, "changePoint.before"), after: row.value(5, "changePoint.after"),
            ratio: row.value(6, "changePoint.ratio"), interval: row.interval(7, "changePoint"),
            pValue: row.value(9, "changePoint.pValue"),
            verdict: row.value(10, "changePoint.verdict"))
        } catch is RowFault {
          return nil
        }
      }
    }
  }
}

extension Database {
  fileprivate func analysis(run: Int64) throws -> RunAnalysis? {
    let sql = "SELECT method, level, trials FROM runAnalysis WHERE run = ?"
    guard let row = try Row.fetchOne(self, sql: sql, arguments: [run]) else { return nil }
    let names = try AnalysisNames(self)
    return try RunAnalysis(
      method: row.value(0, "runAnalysis.method"), confidence: row.value(1, "runAnalysis.level"),
      trials: row.value(2, "runAnalysis.trials"), levels: levels(run: run, names),
      quotients: quotients(run: run, names))
  }

  fileprivate func levels(run: Int64, _ names: AnalysisNames) throws -> [RunAnalysis.Level] {
    let sql = """
      SELECT benchmarkCase, metric, value, lower, upper, trials, lowMode, highMode, lowModeShare
      FROM estimate WHERE run = ?
      """
    return try Row.fetchAll(self, sql: sql, arguments: [run]).map { row in
      let low: Double? = try row.value(6, "estimate.lowMode")
      let high: Double? = try row.value(7, "estimate.highMode")
      let share: Double? = try row.value(8, "estimate.lowModeShare")
      let modes = low.flatMap { low in
        high.flatMap { high in
          share.map { RunAnalysis.Modes(low: low, high: high, lowShare: $0) }
        }
      }
      return try RunAnalysis.Level(
        names.measured(row, 0), metric: names.metric(row, 1), value: row.value(2, "estimate.value"),
        interval: row.interval(3, "estimate"), trials: row.value(5, "estimate.trials"),
        modes: modes)
    }
  }

  fileprivate func quotients(run: Int64, _ names: AnalysisNames) throws -> [RunAnalysis.Quotient] {
    let sql = """
      SELECT benchmarkCase, baseline, metric, ratio, lower, upper, pValue, adjustedPValue, verdict,
        isConfirmed
      FROM comparison WHERE run = ?
      """
    return try Row.fetchAll(self, sql: sql, arguments: [run]).map { row in
      try RunAnalysis.Quotient(
        names.measured(row, 0), baseline: names.measured(row, 1), metric: names.metric(row, 2),
        ratio: row.value(3, "comparison.ratio"), interval: row.interval(4, "comparison"),
        pValue: row.value(6, "comparison.pValue"),
        adjustedPValue: row.value(7, "comparison.adjustedPValue"),
        verdict: row.value(8, "comparison.verdict"),
        isConfirmed: row.value(9, "comparison.isConfirmed"))
    }
  }
}

extension Row {
  /// The interval in two columns from an index on; nil without one.
  fileprivate func interval(_ index: Int, _ table: String) throws -> RunAnalysis.Bounds? {
    let lower: Double? = try value(index, "\(table).lower")
    let upper: Double? = try value(index + 1, "\(table).upper")
    return lower.flatMap { lower in upper.map { RunAnalysis.Bounds(lower: lower, upper: $0) } }
  }
}

extension Database {
  /// Removes what was derived from a run and from all runs of its machine.
  func forgetAnalysis(ofRun run: Int64) throws {
    try forgetEstimates(ofRun: run)
    let machine = try cachedStatement(
      sql: """
        SELECT CAST(fingerprint AS TEXT) FROM run JOIN machine ON machine.id = run.machine
        WHERE run.id = ?
        """)
    if let fingerprint = try String.fetchOne(machine, arguments: [run]) {
      try forgetChanges(onMachine: fingerprint)
    }
  }

  fileprivate func forgetEstimates(ofRun run: Int64) throws {
    try cachedStatement(sql: "DELETE FROM runAnalysis WHERE run = ?").execute(arguments: [run])
    guard changesCount > 0 else { return }
    for table in ["estimate", "comparison"] {
      try execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [run])
    }
  }

  fileprivate func forgetChanges(onMachine fingerprint: String) throws {
    try cachedStatement(sql: "DELETE FROM machineAnalysis WHERE fingerprint = ?")
      .execute(arguments: [fingerprint])
    guard changesCount > 0 else { return }
    try execute(
      sql: """
        DELETE FROM changePoint
        WHERE machine IN (SELECT id FROM machine WHERE fingerprint = ?)
        """, arguments: [fingerprint])
  }

  fileprivate func insert(_ analysis: RunAnalysis, run: Int64) throws {
    try execute(
      sql: "INSERT INTO runAnalysis (run, method, level, trials) VALUES (?, ?, ?, ?)",
      arguments: [run, analysis.method, analysis.confidence, analysis.trials])
    let keys = try AnalysisKeys(self)
    let estimate = try cachedStatement(
      sql: "INSERT INTO estimate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for level in analysis.levels {
      try estimate.execute(arguments: [
        run, keys.key(of: level.measured), keys.key(of: level.metric), level.value,
        level.interval?.lower, level.interval?.upper, level.trials, level.modes?.low,
        level.modes?.high, level.modes?.lowShare,
      ])
    }
    let comparison = try cachedStatement(
      sql: "INSERT INTO comparison VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for one in analysis.quotients {
      try comparison.execute(arguments: [
        run, keys.key(of: one.measured), keys.key(of: one.baseline), keys.key(of: one.metric),
        one.ratio, one.interval?.lower, one.interval?.upper, one.pValue, one.adjustedPValue,
        one.verdict, one.isConfirmed,
      ])
    }
  }

  fileprivate func insert(_ change: StoredChange, _ keys: AnalysisKeys) throws {
    let first = try id(ofRun: change.firstRun)
    let machine = try Int64.fetchOne(
      self, sql: "SELECT machine FROM run WHERE id = ?", arguments: [first])
    try cachedStatement(
      sql: "INSERT INTO changePoint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      machine, keys.key(of: change.measured), keys.key(of: change.metric),
      id(ofRun: change.lastRun), first, change.before, change.after, change.ratio,
      change.interval?.lower, change.interval?.upper, change.pValue, change.verdict,
    ])
  }
}
