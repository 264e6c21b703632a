import BenchmarkModel
import GRDB

/// What merging another database brought.
public struct MergeSummary: Sendable, Hashable {
  /// Runs that were not here before.
  public var runsAdded = 0
  /// Runs that were here with fewer finished trials.
  public var runsExtended = 0
  /// Runs of which everything was here.
  public var runsUnchanged = 0
  /// Trials that were not here before, of all runs.
  public var trialsAdded = 0
  /// Imported files with published numbers that were not here, or older.
  public var filesAdded = 0
  /// Imported files that were here, as new or newer, or with the same content by another path.
  public var filesUnchanged = 0
  /// References of added files that were here from another file, and that stay as they are here.
  public var referencesKept = 0
}

extension MeasurementStore {
  /// Takes the runs and the published numbers of another database: all or, when something is wrong,
  /// none.
  ///
  /// Runs and trials are known again by identifier and position, so that merging twice changes
  /// nothing. Of two imports of the same file the later one counts. The other file is taken to be
  /// hostile: it is opened for reading, its schema's text must be ours, and its integrity is
  /// checked before anything is read.
  ///
  /// Throws when the other file cannot be used, and when it contradicts this one about a run.
  @discardableResult
  public func merge(from otherPath: String) throws(StoreError) -> MergeSummary {
    guard !isSameFile(as: otherPath) else { throw .file(.sameFile, path: otherPath) }
    let other = try MeasurementStore(path: otherPath, access: .readOnly)
    // Not in `reading`: an error of ours inside must not be told of the other file.
    let result = try other.reading { theirs in
      try theirs.checkIntegrity()
      return Result { () throws(StoreError) in
        try self.writing { ours in
          var merge = Merge(from: theirs, at: otherPath, into: ours)
          try merge.perform()
          return merge.summary
        }
      }
    }
    return try result.get()
  }
}

extension Database {
  /// Refuses a file whose pages, rows or tables are not what they should be.
  fileprivate func checkIntegrity() throws {
    let problems = try String.fetchAll(self, sql: "PRAGMA integrity_check(1)")
    guard problems == ["ok"] else {
      throw FileProblem.damaged(problem: problems.first ?? "its integrity cannot be checked")
    }
    let ours = try DatabaseQueue().inDatabase { connection in
      try Schema.migrate(connection)
      return try Schema.tableStatements(of: connection)
    }
    let theirs = try Schema.tableStatements(of: self)
    for (table, statement) in ours.sorted(by: { $0.key < $1.key })
    where theirs[table] != statement {
      throw FileProblem.damaged(problem: "its table \(table) is not as Parallax makes it")
    }
    if let row = try Row.fetchOne(self, sql: "PRAGMA foreign_key_check") {
      let (table, parent): (String, String) = try (row.value(0), row.value(2))
      throw FileProblem.damaged(problem: "a row of \(table) refers to a missing row of \(parent)")
    }
  }
}

/// One database being taken into another.
private struct Merge {
  let theirs: Database
  let otherPath: String
  let ours: Database
  var summary = MergeSummary()

  init(from theirs: Database, at otherPath: String, into ours: Database) {
    self.theirs = theirs
    self.otherPath = otherPath
    self.ours = ours
  }

  mutating func perform() throws {
    try mergeMetrics()
    for id in try Int64.fetchAll(theirs, sql: "SELECT id FROM run ORDER BY id") {
      try merge(run: id)
    }
    try mergeReferences()
  }

  /// Takes the metrics that are not here; the labels of the others stay ours.
  private func mergeMetrics() throws {
    let labels = Dictionary(
      uniqueKeysWithValues: try ours.storedMetrics().map { ($0.name, $0.label) })
    let metrics = try theirs.storedMetrics().map { metric in
      var metric = metric
      metric.label = labels[metric.name] ?? metric.label
      return metric
    }
    try ours.update(metrics)
  }

  private mutating func merge(run theirID: Int64) throws {
    let run = try theirs.run(theirID)
    let plan = try theirs.plan(run: theirID)
    let known = try Int64.fetchOne(
      ours, sql: "SELECT id FROM run WHERE uuid = ?", arguments: [run.id])
    let id: Int64
    if let known {
      id = known
      try check(run, plan: plan, against: known)
    } else {
      id = try ours.insert(run)
      try ours.insert(plan, run: id)
    }
    let added = try addTrials(of: theirID, named: run.id, to: id)
    if known == nil {
      summary.runsAdded += 1
    } else if added > 0 {
      summary.runsExtended += 1
    } else {
      summary.runsUnchanged += 1
    }
    try ours.execute(
      sql: "UPDATE run SET finishedAt = coalesce(finishedAt, ?) WHERE id = ?",
      arguments: [run.finishedAt.map { Timestamp($0).text }, id])
  }

  /// Refuses another run, or another plan, under the same identifier.
  private func check(_ run: Run, plan: [PlannedTrial], against id: Int64) throws {
    var (theirRun, ourRun) = (run, try ours.run(id))
    theirRun.finishedAt = nil
    ourRun.finishedAt = nil
    guard theirRun == ourRun else { throw contradiction(in: run.id, "description") }
    guard try plan == ours.plan(run: id) else { throw contradiction(in: run.id, "plan") }
  }

  private mutating func addTrials(
    of theirID: Int64, named run: String, to id: Int64
  ) throws -> Int {
    let sql = "SELECT position, startedAt FROM trial WHERE run = ?"
    let stored: [Int: String] = try Row.fetchAll(ours, sql: sql, arguments: [id])
      .reduce(into: [:]) { try $0[$1.value(0)] = $1.value(1) }
    let metrics = try ours.metricIDs()
    var added = 0
    try theirs.forEachTrial(run: theirID) { trial in
      let position = trial.planned.position
      guard let startedAt = stored[position] else {
        try ours.insert(trial, run: id, metrics: metrics)
        added += 1
        return
      }
      guard startedAt == Timestamp(trial.startedAt).text else {
        throw contradiction(in: run, "trial \(position)")
      }
    }
    summary.trialsAdded += added
    return added
  }

  private func contradiction(in run: String, _ what: String) -> RowProblem {
    .contradiction(run: run, what: what, otherPath: otherPath)
  }

  /// Takes the imported files that are not here, or that were imported later there.
  private mutating func mergeReferences() throws {
    let sources = try theirs.sources()
    let files = try Row.fetchAll(
      theirs, sql: "SELECT path, sha256, importedAt FROM importedFile ORDER BY path")
    for file in files {
      let (path, sha256, importedAt): (String, String, String) = try (
        file.value(0), file.value(1), file.value(2)
      )
      let isHere = try Int.fetchOne(
        ours,
        sql: "SELECT 1 FROM importedFile WHERE path = ? AND importedAt >= ? OR sha256 = ?",
        arguments: [path, importedAt, sha256])
      if isHere != nil {
        summary.filesUnchanged += 1
        continue
      }
      let references = try referencesToTake(from: path)
      let cited = Set(references.map(\.provenance.sourceID))
      try ours.importReferences(
        of: path, sha256: sha256, sources: sources.filter { cited.contains($0.id) },
        references: references,
        importedAt: Timestamp.date(importedAt, column: "importedFile.importedAt"))
      summary.filesAdded += 1
    }
  }

  private mutating func referencesToTake(from path: String) throws -> [Reference] {
    let sql = """
      SELECT reference.id FROM reference JOIN importedFile ON importedFile.id = importedFile
      WHERE path <> ?
      """
    let known = Set(try String.fetchAll(ours, sql: sql, arguments: [path]))
    let all = try theirs.references(where: "path = ?", [path])
    let taken = all.filter { !known.contains($0.id) }
    summary.referencesKept += all.count - taken.count
    return taken
  }
}
