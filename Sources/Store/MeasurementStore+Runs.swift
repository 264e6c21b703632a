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
  /// All runs that can be used, latest first.
  package func runs() throws(StoreError) -> [RunSummary] { try allRuns().usable }

  /// Why runs are left out of every list and report, a sentence for each, oldest first.
  package func unusableRuns() throws(StoreError) -> [String] { try allRuns().reasons }

  /// All runs that can be used, latest first, and why the others are left out, a sentence for each, oldest
  /// first.
  package func allRuns() throws(StoreError) -> (usable: [RunSummary], reasons: [String]) {
    try reading { connection in
      let sql = """
        SELECT id,
          (SELECT count(*) FROM plannedTrial WHERE plannedTrial.run = run.id),
          (SELECT count(*) FROM trial WHERE trial.run = run.id)
        FROM run ORDER BY startedAt DESC, uuid
        """
      var (usable, reasons): ([RunSummary], [String]) = ([], [])
      for row in try Row.fetchAll(connection, sql: sql) {
        do {
          usable.append(
            try connection.summary(
              ofRun: row.value(0), plannedTrials: row.value(1), finishedTrials: row.value(2)))
        } catch let fault as RowFault {
          reasons.append("\(fault). That run is left out.")
        }
      }
      return (usable, reasons.reversed())
    }
  }

  /// Why references are left out of every report, a sentence for each.
  package func unusableReferences() throws(StoreError) -> [String] {
    try reading { connection in
      var reasons: [String] = []
      for table in ["source", "reference", "referenceParameter"] {
        try connection.forEachRowFault(in: table) { reasons.append("\($0). It is left out.") }
      }
      return reasons
    }
  }

  /// Finds a run by what a user typed: its identifier or an unambiguous prefix of it, its name, or
  /// `latest`, which skips runs that are not results (``Run/presetsApart``) and, if another run has
  /// a trial that ran, runs without one.
  ///
  /// Throws when no run matches, or several do.
  package func run(_ name: String) throws(StoreError) -> Run {
    try reading { try $0.run($0.key(ofRun: name)) }
  }

  /// The identifier of a run by what a user typed, as ``run(_:)`` takes it; also of a run that cannot
  /// be used.
  package func identifier(ofRun name: String) throws(StoreError) -> String {
    try reading { try $0.uuid(ofRun: $0.key(ofRun: name)) }
  }

  /// The latest finished run of a preset on a machine; nil when there is none.
  package func latestFinishedRun(
    preset: String, onMachine fingerprint: String
  ) throws(StoreError) -> Run? {
    try reading { connection in
      let sql = """
        SELECT run.id FROM run JOIN machine ON machine.id = run.machine
        WHERE preset = ? AND fingerprint = ? AND finishedAt IS NOT NULL
        ORDER BY startedAt DESC, uuid
        """
      return try connection.firstUsableRun(sql, [preset, fingerprint])
    }
  }

  /// A run's plan, by position.
  ///
  /// A number that cannot be used is replaced by the nearest that can.
  package func plan(of runID: String) throws(StoreError) -> [PlannedTrial] {
    try reading { try $0.storedPlan(run: $0.id(ofRun: runID)).map(\.planned) }
  }

  /// The planned trials of a run that are not stored yet, by position; throws when a number of the
  /// plan cannot be used.
  package func pendingTrials(of runID: String) throws(StoreError) -> [PlannedTrial] {
    try reading { connection in
      let run = try connection.id(ofRun: runID)
      let pending = Set(try connection.pendingPositions(run: run))
      return try connection.plan(run: run).filter { pending.contains($0.position) }
    }
  }

  /// All metrics that runs have declared and that can be used, sorted by name.
  package func metrics() throws(StoreError) -> [Metric] {
    try reading { try $0.usableMetrics() }
  }
}

extension Database {
  /// The key of a run by what a user typed.
  fileprivate func key(ofRun name: String) throws -> Int64 {
    if name == "latest" {
      // Two statements, each of which ends at its first row: one order of both would look at all runs.
      let latest = ["", "NOT"].map { not in
        """
        SELECT id FROM run
        WHERE preset NOT IN (\(Schema.presetsApart)) AND \(not) \(Schema.hasTried)
        ORDER BY startedAt DESC, uuid
        """
      }
      for sql in latest {
        if let run = try firstUsableRun(sql, []) { return try id(ofRun: run.id) }
      }
      // The caller learns why it cannot be used.
      for sql in latest {
        if let id = try Int64.fetchOne(self, sql: sql) { return id }
      }
      throw QuestionProblem.noRuns
    }
    let known = try String.fetchAll(
      self, sql: "SELECT CAST(uuid AS TEXT) FROM run ORDER BY startedAt DESC, uuid")
    guard !known.isEmpty else { throw QuestionProblem.noRuns }
    // An identifier goes first, since anyone may have written a name that looks like one.
    let matches = name.isEmpty ? [] : known.filter { $0.hasPrefix(name.lowercased()) }
    guard let match = matches.first else {
      let named = "SELECT run FROM runName WHERE name = ?"
      if let id = try Int64.fetchOne(self, sql: named, arguments: [name]) { return id }
      throw QuestionProblem.unknownRun(name: name, nearest: nearestName(to: name, in: known))
    }
    guard matches.count == 1 else {
      throw QuestionProblem.ambiguousRun(prefix: name, matches: matches)
    }
    return try id(ofRun: match)
  }

  /// A run without its plan and trials; throws a ``RowFault`` when it cannot be used.
  fileprivate func summary(
    ofRun id: Int64, plannedTrials: Int, finishedTrials: Int
  ) throws -> RunSummary {
    let run = try run(id)
    return try RunSummary(
      id: run.id, startedAt: run.startedAt, finishedAt: run.finishedAt, names: names(ofRun: id),
      tags: tags(ofRun: id), notes: notes(ofRun: id), preset: run.preset,
      plannedTrials: plannedTrials, finishedTrials: finishedTrials, machine: run.machine,
      environment: run.environmentTexts)
  }

  /// The run with a key; nil when it cannot be used.
  fileprivate func usableRun(_ id: Int64) throws -> Run? {
    do { return try run(id) } catch is RowFault { return nil }
  }

  /// The first run that can be used among the keys that a statement returns.
  fileprivate func firstUsableRun(_ sql: String, _ arguments: StatementArguments) throws -> Run? {
    let ids = try Int64.fetchCursor(self, sql: sql, arguments: arguments)
    while let id = try ids.next() {
      if let run = try usableRun(id) { return run }
    }
    return nil
  }

  /// The names of a run, sorted.
  func names(ofRun run: Int64) throws -> [String] {
    let sql = "SELECT CAST(name AS TEXT) FROM runName WHERE run = ? ORDER BY name"
    return try String.fetchAll(cachedStatement(sql: sql), arguments: [run])
  }
}
