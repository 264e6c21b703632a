import GRDB

/// What a merge added.
package struct MergeSummary: Sendable, Hashable {
  package var runsAdded = 0
  /// Runs that this database had with fewer finished trials.
  package var runsExtended = 0
  package var runsUnchanged = 0
  /// Runs that were removed here and stay so.
  package var runsLeftOut = 0
  /// Added trials of all runs.
  package var trialsAdded = 0
  /// Imported files that this database did not have, or had from an earlier import.
  package var filesAdded = 0
  /// Imported files that this database had from the same or a later import, or with the same content
  /// under another path.
  package var filesUnchanged = 0
  /// Added names, tags and notes of runs.
  package var annotationsAdded = 0
  /// References of added files that this database already had from another file and did not change.
  package var referencesKept = 0
}

extension MeasurementStore {
  /// Adds the runs, published numbers and other tools' results of other databases, all or none.
  ///
  /// Runs are matched by identifier and trials by position, so merging twice changes nothing. Of two
  /// imports of the same file, the later one is kept. The other files are treated as hostile: each is
  /// copied in a consistent state, and before anything is read the copy must have our tables, pass
  /// SQLite's integrity check, and be within size limits. The files themselves are not changed.
  ///
  /// A run that was removed here is left out unless `bringingBack` is true. A file that defines a metric
  /// in another way than `known` is refused, since nothing could be measured into this one afterwards.
  ///
  /// Returns a summary for each file. Throws when a file cannot be used, and when one contradicts this
  /// database about a run.
  @discardableResult
  package func merge(
    from paths: [String], bringingBack: Bool = false, against known: Definitions = Definitions()
  ) throws(StoreError) -> [MergeSummary] {
    try merge(from: paths, bringingBack: bringingBack, against: known, limits: MergeLimits())
  }

  func merge(
    from paths: [String], bringingBack: Bool = false, against known: Definitions = Definitions(),
    limits: MergeLimits
  ) throws(StoreError) -> [MergeSummary] {
    if let path = paths.first(where: isSameFile) { throw .file(.sameFile, path: path) }
    var sources: [MergeSource] = []
    for path in paths {
      sources.append(
        try MergeSource(
          path, busyTimeout: .seconds(5), migrations: migrations, limits: limits, known: known))
    }
    return try writing { ours in
      try sources.map { source in
        try source.reading { theirs in
          var merge = Merge(
            from: theirs, at: source.path, into: ours, at: self.path,
            bringingBack: bringingBack)
          try merge.perform()
          return merge.summary
        }
      }
    }
  }
}
