package import FoundationEssentials
import GRDB

/// Which runs to remove; a run must satisfy every condition that is given.
package struct RunChoice: Sendable, Hashable {
  /// Identifiers; empty for all runs.
  package var ids: Set<String> = []
  package var tag: String?
  /// Only runs that started before.
  package var before: Date?
  /// The beginning of a machine's fingerprint, or a part of its processor's name in any case.
  package var machine: String?

  package init(
    ids: Set<String> = [], tag: String? = nil, before: Date? = nil, machine: String? = nil
  ) {
    self.ids = ids
    self.tag = tag
    self.before = before
    self.machine = machine
  }

  fileprivate func contains(_ run: RemovableRun) -> Bool {
    (ids.isEmpty || ids.contains(run.id))
      && tag.map(run.tags.contains) != false
      && before.map { run.startedAt < Timestamp($0).text } != false
      && machine.map(run.isOnMachine) != false
  }
}

/// A run as far as it must be known to be removed, since one whose values cannot be used can be
/// removed as well.
package struct RemovableRun: Sendable, Hashable {
  package var id: String
  /// Its key in the database, since its identifier may be unusable.
  let row: Int64
  /// As stored.
  package var startedAt: String
  package var preset: String
  /// Sorted.
  package var names, tags: [String]
  /// The name of the processor and the fingerprint of the machine.
  package var machine, fingerprint: String
  /// The number of stored trials.
  package var trials: Int
  /// About how many bytes its rows take.
  package var bytes: Int

  fileprivate func isOnMachine(_ name: String) -> Bool {
    fingerprint.hasPrefix(name) || machine.lowercased().contains(name.lowercased())
  }
}

extension MeasurementStore {
  /// The chosen runs, latest first, with what removing them would free.
  ///
  /// - Parameter onlyLatencies: Whether to count only the buckets of latencies, and to leave out runs
  ///   that have none.
  package func removable(
    _ choice: RunChoice, onlyLatencies: Bool
  ) throws(StoreError) -> [RemovableRun] {
    try reading { connection in
      let sql = """
        SELECT run.id, CAST(uuid AS TEXT), CAST(startedAt AS TEXT), CAST(preset AS TEXT),
          coalesce(CAST(cpuModel AS TEXT), ''), coalesce(CAST(fingerprint AS TEXT), ''),
          (SELECT count(*) FROM plannedTrial WHERE plannedTrial.run = run.id),
          (SELECT count(*) FROM trial WHERE trial.run = run.id)
        FROM run LEFT JOIN machine ON machine.id = run.machine
        ORDER BY startedAt DESC, uuid
        """
      return try Row.fetchAll(connection, sql: sql).compactMap { row in
        let id: Int64 = try row.value(0)
        var run = try RemovableRun(
          id: row.value(1), row: id, startedAt: row.value(2), preset: row.value(3),
          names: connection.names(ofRun: id), tags: connection.tags(ofRun: id),
          machine: row.value(4), fingerprint: row.value(5),
          trials: row.value(7), bytes: 0)
        guard choice.contains(run) else { return nil }
        let buckets = try connection.rows(of: "latency", inRun: id)
        run.bytes = buckets * RowBytes.latency
        if onlyLatencies { return buckets > 0 ? run : nil }
        run.bytes +=
          (try row.value(6)) * RowBytes.planned + run.trials * RowBytes.trial
          + (try connection.rows(of: "measurement", inRun: id)) * RowBytes.measurement
          + (try connection.rows(of: "trialSummary", inRun: id)) * RowBytes.summary
        return run
      }
    }
  }

  /// Removes runs with all that belongs to them, and cases and machines that no run is left of, in one
  /// transaction; a merge does not bring them back.
  package func remove(_ runs: [RemovableRun], at date: Date) throws(StoreError) {
    let isUsable = Bound.of("removedRun.uuid").condition(on: "uuid")
    try writing { connection in
      for run in runs {
        // No merge brings back a run without a usable identifier.
        try connection.execute(
          sql: """
            INSERT OR REPLACE INTO removedRun (uuid, removedAt)
            SELECT uuid, ? FROM run WHERE id = ? AND \(isUsable)
            """, arguments: [Timestamp(date).text, run.row])
        try connection.forgetAnalysis(ofRun: run.row)
        try connection.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run.row])
      }
      try connection.execute(
        sql: """
          DELETE FROM benchmarkCase WHERE id NOT IN (SELECT benchmarkCase FROM plannedTrial);
          DELETE FROM machine WHERE id NOT IN (SELECT machine FROM run);
          """)
    }
    try shrink()
  }

  /// Removes the buckets of latencies of runs, in one transaction; their quantiles stay in
  /// `latencySummary`.
  package func removeLatencies(of runs: [RemovableRun]) throws(StoreError) {
    try writing { connection in
      for run in runs {
        try connection.forgetAnalysis(ofRun: run.row)
        try connection.execute(
          sql: "DELETE FROM latency WHERE trial IN (SELECT id FROM trial WHERE run = ?)",
          arguments: [run.row])
      }
    }
    try shrink()
  }

  /// Gives the room of removed rows back to the file system.
  private func shrink() throws(StoreError) {
    try execute("VACUUM")
    try execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}

/// About how many bytes a row takes in the file.
private enum RowBytes {
  static let planned = 14
  static let trial = 180
  static let measurement = 22
  static let latency = 22
  static let summary = 90
}

extension Database {
  /// Whether a run was removed.
  func isRemoved(run uuid: String) throws -> Bool {
    let sql = "SELECT 1 FROM removedRun WHERE uuid = ?"
    return try Int.fetchOne(self, sql: sql, arguments: [uuid]) != nil
  }

  /// The number of rows of a table of trials that belong to a run.
  fileprivate func rows(of table: String, inRun run: Int64) throws -> Int {
    let sql = """
      SELECT count(*) FROM \(table) WHERE trial IN (SELECT id FROM trial WHERE run = ?)
      """
    return try Int.fetchOne(self, sql: sql, arguments: [run]) ?? 0
  }
}
