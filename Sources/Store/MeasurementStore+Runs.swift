package import BenchmarkModel
package import FoundationEssentials
import GRDB

/// A run as a list shows it.
package struct RunSummary: Sendable, Hashable {
  /// The run's identifier.
  package var id: String
  /// When it began.
  package var startedAt: Date
  /// When its last planned trial was stored; nil while trials are missing.
  package var finishedAt: Date?
  /// The names that it was given, in their order.
  package var names: [String]
  /// Its tags, in their order.
  package var tags: [String]
  /// Its notes, the oldest first.
  package var notes: [RunNote]
  /// The preset's name.
  package var preset: String
  /// How many trials its plan holds.
  package var plannedTrials: Int
  /// How many of them are stored, whatever their outcome.
  package var finishedTrials: Int
  /// What it ran on, with the facts of that time.
  package var machine: Machine
}

extension MeasurementStore {
  /// All runs, the latest first.
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
          plannedTrials: row.value(1), finishedTrials: row.value(2), machine: run.machine)
      }
    }
  }

  /// The run that a user names: its name, its identifier, enough of its beginning, or `latest`,
  /// which passes over runs that serve a purpose of their own.
  ///
  /// Throws when no run or several begin like this.
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

  /// The latest run that holds a finished trial of a workload, runs that serve a purpose of their
  /// own left out; nil when none does.
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

  /// The latest finished run that certifies verdicts on a machine; nil when there is none.
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

  /// A run's plan in its order.
  package func plan(of runID: String) throws(StoreError) -> [PlannedTrial] {
    try reading { try $0.plan(run: $0.id(ofRun: runID)) }
  }

  /// The trials of a run's plan that are not stored yet, in their order: what resuming has to do.
  package func pendingTrials(of runID: String) throws(StoreError) -> [PlannedTrial] {
    try reading { connection in
      let run = try connection.id(ofRun: runID)
      let pending = Set(try connection.pendingPositions(run: run))
      return try connection.plan(run: run).filter { pending.contains($0.position) }
    }
  }

  /// All metrics that runs have announced, by name.
  package func metrics() throws(StoreError) -> [Metric] {
    try reading { try $0.storedMetrics() }
  }
}

extension Database {
  /// The names that a run was given, in their order.
  func names(ofRun run: Int64) throws -> [String] {
    let sql = "SELECT name FROM runName WHERE run = ? ORDER BY name"
    return try String.fetchAll(self, sql: sql, arguments: [run])
  }
}
