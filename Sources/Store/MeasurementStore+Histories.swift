package import BenchmarkModel
package import FoundationEssentials
import GRDB
import GRDBSQLite

/// Histories of cases, read from the summaries of their trials and never from all measurements.
extension MeasurementStore {
  /// The values of cases of one workload in the runs of a machine.
  ///
  /// A value that cannot be used is left out.
  ///
  /// - Parameters:
  ///   - figure: The number of each trial.
  ///   - workload: The workload's name.
  ///   - implementation: The only implementation of it; nil for all.
  ///   - runs: The runs, from ``historyRuns(onMachine:before:limit:)``.
  package func histories(
    of figure: SummaryFigure, workload: String, implementation: Implementation? = nil,
    in runs: HistoryRuns
  ) throws(StoreError) -> [CaseHistory] {
    try reading { connection in
      let cases = try connection.cases(ofWorkload: workload, implementation)
        .filter { $0.value.fault == nil }
      guard !cases.isEmpty else { return [] }
      let entries = try connection.entries(figure, cases: cases.keys.sorted(), runs)
      return cases.sorted { $0.key < $1.key }.compactMap { key, stored in
        entries[key].map { CaseHistory(stored.measured, entries: $0) }
      }
    }
  }

  /// The runs of a machine that a history shows.
  ///
  /// Runs that are not results (``Run/presetsApart``), that added to the environment of their trials, or
  /// that cannot be used are left out.
  ///
  /// - Parameters:
  ///   - fingerprint: The machine's fingerprint.
  ///   - moment: Only those that started before it; nil for all.
  ///   - limit: The maximum number of runs; the newest are kept.
  package func historyRuns(
    onMachine fingerprint: String, before moment: Date? = nil, limit: Int
  ) throws(StoreError) -> HistoryRuns {
    try reading { connection in
      try connection.historyRuns(onMachine: fingerprint, before: moment, limit: limit)
    }
  }

  /// The machines with runs that are results, that of the newest run first.
  package func machines() throws(StoreError) -> [(fingerprint: String, cpuModel: String?)] {
    try reading { connection in
      let sql = """
        SELECT fingerprint, max(cpuModel) FROM run JOIN machine ON machine.id = run.machine
        WHERE preset NOT IN (\(Schema.presetsApart))
        GROUP BY fingerprint ORDER BY max(startedAt) DESC, fingerprint
        """
      let rows = try Row.fetchAll(connection, sql: sql)
      return try rows.compactMap { row in
        do {
          return try (row.value(0, "machine.fingerprint"), row.value(1, "machine.cpuModel"))
        } catch is RowFault { return nil }
      }
    }
  }
}

/// Runs of a machine that a history shows, read once for many histories.
package struct HistoryRuns: Sendable {
  fileprivate let keys: [Int64]
  /// Oldest first.
  package let runs: [HistoryRun]
}

extension Database {
  fileprivate func historyRuns(
    onMachine fingerprint: String, before moment: Date?, limit: Int
  ) throws -> HistoryRuns {
    let sql = """
      SELECT run.id, uuid, startedAt, gitCommit, preset, seed, toolVersion, architecture,
        logicalCores
      FROM machine CROSS JOIN run ON run.machine = machine.id
      WHERE fingerprint = ?1 AND preset NOT IN (\(Schema.presetsApart))
        AND (?2 IS NULL OR startedAt < ?2)
        AND NOT EXISTS (SELECT * FROM runEnvironment WHERE runEnvironment.run = run.id)
      ORDER BY startedAt DESC, uuid LIMIT ?3
      """
    let arguments: StatementArguments = [
      fingerprint, moment.map { Timestamp($0).text }, limit,
    ]
    let rows = try Row.fetchAll(self, sql: sql, arguments: arguments).reversed()
    let found: [(key: Int64, run: HistoryRun)] = try rows.compactMap { row in
      do {
        // Without these, a run is left out everywhere.
        let needed = ["preset", "seed", "toolVersion"].map { "run.\($0)" }
        for (index, column) in needed.enumerated() {
          let _: String = try row.value(4 + index, column)
        }
        let _: String = try row.value(7, "machine.architecture")
        let _: Int = try row.value(8, "machine.logicalCores")
        let run = try HistoryRun(
          id: row.value(1, "run.uuid"),
          startedAt: Timestamp.date(row.value(2, "run.startedAt"), column: "run.startedAt"),
          commit: usable { try row.value(3, "run.gitCommit") })
        return (try row.value(0), run)
      } catch is RowFault { return nil }
    }
    return HistoryRuns(keys: found.map(\.key), runs: found.map(\.run))
  }

  /// The value, or nil where it cannot be used.
  private func usable(_ read: () throws -> String?) throws -> String? {
    do { return try read() } catch is RowFault { return nil }
  }

  /// What runs say about cases, by the key of the case, without those that say nothing.
  ///
  /// One statement reads them all, run by run, since the cases of a run are on the same pages of the file: case
  /// by case, it would read each page again for each case.
  fileprivate func entries(
    _ figure: SummaryFigure, cases: [Int64], _ chosen: HistoryRuns
  ) throws -> [Int64: [CaseHistory.Entry]] {
    let bound = Bound.of("\(figure.table).\(figure.column)")
    var found: [Int64: [FoundEntry]] = [:]
    try cachedStatement(sql: figure.sql).forEachRow(
      [Self.list(chosen.keys), Self.list(cases), figure.metric]
    ) { row in
      // A quantile of too few latencies is NULL.
      let stored = DatabaseValue(sqliteStatement: row, index: 2)
      guard bound.admits(stored), let value = Double.fromDatabaseValue(stored) else { return }
      found[sqlite3_column_int64(row, 1), default: []].add(
        value, ofRun: Int(sqlite3_column_int64(row, 0)), trial: sqlite3_column_int64(row, 3))
    }
    let versions = try versions(ofTrials: found.values.flatMap { $0.map(\.trial) }.sorted())
    return found.mapValues { found in
      found.map {
        CaseHistory.Entry(
          run: chosen.runs[$0.run], values: $0.values.sorted(), version: versions[$0.trial])
      }
    }
  }

  /// The versions that trials state and that can be used, by the key of the trial.
  private func versions(ofTrials trials: [Int64]) throws -> [Int64: String] {
    let sql = """
      SELECT trial.id, runtimeVersion
      FROM json_each(?) AS chosen CROSS JOIN trial ON trial.id = chosen.value
      """
    let bound = Bound.of("trial.runtimeVersion")
    var versions: [Int64: String] = [:]
    try cachedStatement(sql: sql).forEachRow([Self.list(trials)]) { row in
      let stored = DatabaseValue(sqliteStatement: row, index: 1)
      guard bound.admits(stored) else { return }
      versions[sqlite3_column_int64(row, 0)] = String.fromDatabaseValue(stored)
    }
    return versions
  }

  /// Keys as an array of JSON.
  private static func list(_ keys: [Int64]) -> String {
    "[\(keys.map { "\($0)" }.joined(separator: ","))]"
  }
}

/// What a run says about a case.
private struct FoundEntry {
  /// The place of the run in the list of runs.
  var run: Int
  var values: [Double]
  /// The key of one of the trials.
  var trial: Int64
}

extension [FoundEntry] {
  /// Adds the value of a trial; the runs follow one another.
  fileprivate mutating func add(_ value: Double, ofRun run: Int, trial: Int64) {
    if last?.run == run {
      self[count - 1].values.append(value)
    } else {
      append(FoundEntry(run: run, values: [value], trial: trial))
    }
  }
}

extension SummaryFigure {
  fileprivate var table: String { column == .median ? "trialSummary" : "latencySummary" }

  /// The places of runs in the list of their keys, the keys of cases, the values of the trials and the keys of
  /// these; the words of the enumeration are the names of the columns.
  fileprivate var sql: String {
    column == .median
      ? """
      SELECT chosen.key, benchmarkCase, median, trial
      FROM json_each(?1) AS chosen
      CROSS JOIN trialSummary
        ON run = chosen.value AND benchmarkCase IN (SELECT value FROM json_each(?2))
        AND metric = (SELECT id FROM metric WHERE name = ?3)
      """
      : """
      SELECT chosen.key, benchmarkCase, latencySummary.\(column), trial.id
      FROM json_each(?1) AS chosen
      CROSS JOIN plannedTrial
        ON plannedTrial.run = chosen.value
        AND benchmarkCase IN (SELECT value FROM json_each(?2))
      CROSS JOIN trial
        ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
      CROSS JOIN latencySummary
        ON latencySummary.trial = trial.id
        AND latencySummary.metric = (SELECT id FROM metric WHERE name = ?3)
      """
  }
}
