import GRDB

/// What merging another database brought.
package struct MergeSummary: Sendable, Hashable {
  /// Runs that were not here before.
  package var runsAdded = 0
  /// Runs that were here with fewer finished trials.
  package var runsExtended = 0
  /// Runs of which everything was here.
  package var runsUnchanged = 0
  /// Trials that were not here before, of all runs.
  package var trialsAdded = 0
  /// Imported files with published numbers that were not here, or older.
  package var filesAdded = 0
  /// Imported files that were here, as new or newer, or with the same content by another path.
  package var filesUnchanged = 0
  /// Names, tags and notes of runs that were not here before.
  package var annotationsAdded = 0
  /// References of added files that were here from another file, and that stay as they are here.
  package var referencesKept = 0
}

extension MeasurementStore {
  /// Takes the runs and the published numbers of other databases: all of all files or, when
  /// something is wrong with one, none.
  ///
  /// Runs and trials are known again by identifier and position, so that merging twice changes
  /// nothing. Of two imports of the same file the later one counts. The other files are taken to be
  /// hostile: each is copied as it is at one moment, and before anything is read the copy's tables
  /// must be ours, its pages and rows sound, and its size within bounds. A file that is written
  /// meanwhile stays as it is.
  ///
  /// Returns what each file brought. Throws when a file cannot be used, and when one contradicts
  /// this database about a run.
  @discardableResult
  package func merge(from paths: [String]) throws(StoreError) -> [MergeSummary] {
    try merge(from: paths, limits: MergeLimits())
  }

  func merge(from paths: [String], limits: MergeLimits) throws(StoreError) -> [MergeSummary] {
    if let path = paths.first(where: isSameFile) { throw .file(.sameFile, path: path) }
    var sources: [MergeSource] = []
    for path in paths {
      sources.append(
        try MergeSource(path, busyTimeout: .seconds(5), steps: steps, limits: limits))
    }
    return try writing { ours in
      try sources.map { source in
        try source.reading { theirs in
          var merge = Merge(from: theirs, at: source.path, into: ours, at: self.path)
          try merge.perform()
          return merge.summary
        }
      }
    }
  }
}
