package import BenchmarkModel
package import FoundationEssentials
import GRDB

/// A run without its plan and trials.
package struct RunSummary: Sendable, Hashable {
  package var id: String
  package var startedAt: Date
  /// When its last planned trial was stored; nil while trials are missing.
  package var finishedAt: Date?
  /// Sorted.
  package var names: [String]
  /// Sorted.
  package var tags: [String]
  /// Oldest first.
  package var notes: [RunNote]
  package var preset: String
  /// The number of trials in its plan.
  package var plannedTrials: Int
  /// The number of stored trials, whatever their outcome.
  package var finishedTrials: Int
  /// The machine, with the facts recorded for this run.
  package var machine: Machine
  /// What was added to the environment of its trials, as typed after `--env`, sorted.
  package var environment: [String]
}

extension MeasurementStore {
  /// All runs, latest first.
  package func runs() throws(StoreError) -> [RunSummary] {
    try reading { connection in
      let sql = """
        SELECT id,
          (SELECT count(*) FROM plannedTrial WHERE plannedTrial.run = run.id),
          (SELECT count(*) FROM trial WHERE trial.run = run.id)
        FROM run ORDER BY startedAt DESC, uuid
        """
      return try Row.fetchAll(connection, sql: sql).map { row in
        let run = try connection.run(row.value(0))
        return try RunSummary(
          id: run.id, startedAt: run.startedAt, finishedAt: run.finishedAt,
          names: connection.names(ofRun: row.value(0)),
          tags: connection.tags(ofRun: row.value(0)),
          notes: connection.notes(ofRun: row.value(0)), preset: run.preset,
          plannedTrials: row.value(1), finishedTrials: row.value(2), machine: run.machine,
          environment: run.environmentTexts)
      }
    }
  }

  /// Finds a run by what a user typed: its name, its identifier or an unambiguous prefix of it, or
  /// `latest`, which skips runs that are not results (``Run/presetsApart``).
  ///
  /// Throws when no run matches, or several do.
  package func run(_ name: String) throws(StoreError) -> Run {
    try reading { connection in
      let known = try String.fetchAll(
        connection, sql: "SELECT uuid FROM run ORDER BY startedAt DESC, uuid")
      guard !known.isEmpty else { throw QuestionProblem.noRuns }
      if name == "latest" {
        let latest = """
          SELECT id FROM run WHERE preset NOT IN (?, ?) ORDER BY startedAt DESC, uuid LIMIT 1
          """
        guard
          let id = try Int64.fetchOne(
            connection, sql: latest, arguments: StatementArguments(Run.presetsApart))
        else { throw QuestionProblem.noRuns }
        return try connection.run(id)
      }
      let named = "SELECT run FROM runName WHERE name = ?"
      if let id = try Int64.fetchOne(connection, sql: named, arguments: [name]) {
        return try connection.run(id)
      }
      let matches = known.filter { $0.hasPrefix(name.lowercased()) }
      guard let match = matches.first, !name.isEmpty else {
        throw QuestionProblem.unknownRun(name: name, nearest: nearestName(to: name, in: known))
      }
      guard matches.count == 1 else {
        throw QuestionProblem.ambiguousRun(prefix: name, matches: matches)
      }
      return try connection.run(connection.id(ofRun: match))
    }
  }

  /// The latest run with a finished trial of a workload, without runs that are not results; nil when
  /// there is none.
  package func latestRun(with workload: String) throws(StoreError) -> Run? {
    try reading { connection in
      let sql = """
        SELECT run.id FROM run
        WHERE preset NOT IN (?2, ?3) AND EXISTS (
          SELECT * FROM benchmarkCase
          JOIN plannedTrial ON plannedTrial.benchmarkCase = benchmarkCase.id
          JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
          WHERE workload = ?1 AND plannedTrial.run = run.id
        )
        ORDER BY startedAt DESC, uuid LIMIT 1
        """
      let id = try Int64.fetchOne(
        connection, sql: sql, arguments: StatementArguments([workload] + Run.presetsApart))
      return try id.map { try connection.run($0) }
    }
  }

  /// The latest finished run that certifies a machine; nil when there is none.
  package func latestCertification(onMachine fingerprint: String) throws(StoreError) -> Run? {
    try reading { connection in
      let sql = """
        SELECT run.id FROM run JOIN machine ON machine.id = run.machine
        WHERE preset = ? AND fingerprint = ? AND finishedAt IS NOT NULL
        ORDER BY startedAt DESC, uuid LIMIT 1
        """
      let id = try Int64.fetchOne(
        connection, sql: sql, arguments: [Certification.preset, fingerprint])
      return try id.map { try connection.run($0) }
    }
  }

  /// A run's plan, by position.
  package func plan(of runID: String) throws(StoreError) -> [PlannedTrial] {
    try reading { try $0.plan(run: $0.id(ofRun: runID)) }
  }

  /// The planned trials of a run that are not stored yet, by position.
  package func pendingTrials(of runID: String) throws(StoreError) -> [PlannedTrial] {
    try reading { connection in
      let run = try connection.id(ofRun: runID)
      let pending = Set(try connection.pendingPositions(run: run))
      return try connection.plan(run: run).filter { pending.contains($0.position) }
    }
  }

  /// All metrics that runs have declared, sorted by name.
  package func metrics() throws(StoreError) -> [Metric] {
    try reading { try $0.storedMetrics() }
  }
}

extension Database {
  /// The names of a run, sorted.
  func names(ofRun run: Int64) throws -> [String] {
    let sql = "SELECT name FROM runName WHERE run = ? ORDER BY name"
    return try String.fetchAll(self, sql: sql, arguments: [run])
  }
}
