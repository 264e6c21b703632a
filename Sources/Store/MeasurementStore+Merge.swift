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
          var merge = Merge(from: theirs, at: otherPath, into: ours, at: self.path)
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
