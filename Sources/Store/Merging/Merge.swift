import BenchmarkModel
import GRDB

/// Adds the content of one database to another.
struct Merge {
  private let other: Database
  private let otherPath: String
  let ours: Database
  let ourPath: String
  /// Whether runs that were removed here are added again.
  private let bringsBack: Bool
  var summary = MergeSummary()

  init(
    from other: Database, at otherPath: String, into ours: Database, at ourPath: String,
    bringingBack: Bool
  ) {
    bringsBack = bringingBack
    self.other = other
    self.otherPath = otherPath
    self.ours = ours
    self.ourPath = ourPath
  }

  /// Reads from the other database; an error names that file.
  func theirs<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try body(other)
    } catch {
      throw StoreError(error, path: otherPath)
    }
  }

  mutating func perform() throws {
    try mergeMetrics()
    for id in try theirs({ try Int64.fetchAll($0, sql: "SELECT id FROM run ORDER BY id") }) {
      try merge(run: id)
    }
    try mergeReferences()
    try mergeExternal()
  }

  /// Adds the metrics that we do not have; our labels are kept.
  private func mergeMetrics() throws {
    let labels = Dictionary(
      uniqueKeysWithValues: try ours.storedMetrics().map { ($0.name, $0.label) })
    let metrics = try theirs { try $0.storedMetrics() }.map { metric in
      var metric = metric
      metric.label = labels[metric.name] ?? metric.label
      return metric
    }
    do { try ours.update(metrics) } catch RowProblem.changedMetric(let name, let stored, let found)
    {
      throw RowProblem.otherMetric(
        name: name, stored: stored, found: found, otherPath: otherPath)
    }
  }

  private mutating func merge(run theirID: Int64) throws {
    let (run, plan) = try theirs { (try $0.run(theirID), try $0.plan(run: theirID)) }
    let known = try Int64.fetchOne(
      ours, sql: "SELECT id FROM run WHERE uuid = ?", arguments: [run.id])
    if known == nil, !bringsBack, try ours.isRemoved(run: run.id) {
      summary.runsLeftOut += 1
      return
    }
    let id: Int64
    if let known {
      id = known
      try join(run, plan: plan, to: known)
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
    try settle(run, id: id)
    try addAnnotations(of: theirID, to: id)
  }

  /// Adds the rest of a run that we have: a copy that was continued elsewhere, or another piece of a
  /// divided plan.
  ///
  /// Throws when it is another run or another plan under the same identifier.
  private func join(_ run: Run, plan: [PlannedTrial], to id: Int64) throws {
    guard try run.isPiece(of: ours.run(id)) else { throw contradiction(in: run.id, "description") }
    let known = Dictionary(
      uniqueKeysWithValues: try ours.plan(run: id).map { ($0.position, $0) })
    guard plan.allSatisfy({ known[$0.position] ?? $0 == $0 }) else {
      throw contradiction(in: run.id, "plan")
    }
    try ours.insert(plan.filter { known[$0.position] == nil }, run: id)
    try ours.insert(run.warnings, run: id)
  }

  /// Sets a run's dates: it starts with its first piece, and finishes with its last when no trial is
  /// missing.
  private func settle(_ run: Run, id: Int64) throws {
    let isWhole = try ours.pendingPositions(run: id).isEmpty
    try ours.execute(
      sql: """
        UPDATE run SET startedAt = min(startedAt, ?1),
          finishedAt = iif(?3, max(coalesce(finishedAt, ?2), coalesce(?2, finishedAt)), NULL)
        WHERE id = ?4
        """,
      arguments: [
        Timestamp(run.startedAt).text, run.finishedAt.map { Timestamp($0).text }, isWhole, id,
      ])
  }

  /// Adds names that no run of ours has, and tags and notes that this run does not have.
  private mutating func addAnnotations(of theirID: Int64, to id: Int64) throws {
    let (names, tags, notes) = try theirs {
      (try $0.names(ofRun: theirID), try $0.tags(ofRun: theirID), try $0.notes(ofRun: theirID))
    }
    let known = (tags: Set(try ours.tags(ofRun: id)), notes: try ours.notes(ofRun: id))
    for name in names {
      try ours.execute(
        sql: "INSERT INTO runName (name, run) VALUES (?, ?) ON CONFLICT DO NOTHING",
        arguments: [name, id])
      summary.annotationsAdded += ours.changesCount
    }
    for tag in tags where !known.tags.contains(tag) {
      try ours.add(tag: tag, run: id)
      summary.annotationsAdded += 1
    }
    for note in notes {
      try ours.add(note: note.text, writtenAt: Timestamp(note.writtenAt).text, run: id)
      if !known.notes.contains(where: { $0.text == note.text }) { summary.annotationsAdded += 1 }
    }
  }

  private mutating func addTrials(
    of theirID: Int64, named run: String, to id: Int64
  ) throws -> Int {
    let sql = "SELECT position FROM trial WHERE run = ?"
    let stored = try Set(Int.fetchAll(ours, sql: sql, arguments: [id]))
    let reader = try TrialReader(ours, run: id)
    let metrics = try ours.metricIDs()
    var added = 0
    try theirs { other in
      try other.forEachTrial(run: theirID, isStrict: true) { trial in
        let position = trial.planned.position
        guard stored.contains(position) else {
          try insert(trial, run: id, metrics: metrics)
          added += 1
          return
        }
        guard try mine({ try reader.trial(at: position) })?.isCopy(of: trial) == true else {
          throw StoreError(contradiction(in: run, "trial \(position)"), path: ourPath)
        }
      }
    }
    summary.trialsAdded += added
    return added
  }

  /// Stores a trial; an error names our file.
  private func insert(_ trial: Trial, run: Int64, metrics: [String: Int64]) throws {
    try mine { try ours.insert(trial, run: run, metrics: metrics) }
  }

  /// Does something with our database while the other one is read; an error names our file.
  func mine<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw StoreError(error, path: ourPath)
    }
  }

  private func contradiction(in run: String, _ what: String) -> RowProblem {
    .contradiction(run: run, what: what, otherPath: otherPath)
  }
}

extension Trial {
  /// Whether this is the same trial, possibly without the buckets of its latencies, which users may
  /// remove.
  fileprivate func isCopy(of other: Trial) -> Bool {
    guard latencies.isEmpty != other.latencies.isEmpty else { return self == other }
    var (one, two) = (self, other)
    (one.latencies, two.latencies) = ([], [])
    return one == two
  }
}

extension Run {
  /// Whether this is the same run or another piece of it, with the same settings on the same machine.
  fileprivate func isPiece(of other: Run) -> Bool {
    var (one, two) = (self, other)
    for path in [\Run.loadBefore, \.loadAfter] {
      one[keyPath: path] = nil
      two[keyPath: path] = nil
    }
    (one.finishedAt, two.finishedAt) = (nil, nil)
    (one.startedAt, one.warnings, one.calibration) = (two.startedAt, two.warnings, two.calibration)
    return one == two
  }
}
