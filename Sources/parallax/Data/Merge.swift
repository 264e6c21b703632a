import Analysis
import ArgumentParser
import BenchmarkModel
import Reporting
import Store

/// Copies the runs and references of other databases into this one.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Merge databases from other machines into this one.",
    discussion: """
      Either all files are merged or, if one of them has a problem, none. Each file is copied and \
      checked first, and is not changed. Merging the same file again changes nothing. A run that was \
      removed here stays removed.

      A file of published numbers is the same in both databases under the rules of parallax \
      import. Every version of another tool's file is kept.

      A file with a value that no Parallax would have written, or with values that contradict one \
      another, is refused; parallax check --db FILE lists all. So is a file whose run has a trial \
      with another outcome or other values than here, unless only the distributions of latencies \
      were removed.
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(help: ArgumentHelp("Databases from other machines.", valueName: "file"))
  var files: [String]

  @Flag(help: "Also add runs that were removed here.")
  var bringBack = false

  func run() throws {
    let store = try MeasurementStore(
      creating: database.db, lockWait: LockNotice(path: database.db).lockWait)
    let summaries = try store.merge(
      from: files, bringingBack: bringBack, against: Definitions(metrics: Metric.defined))
    for (file, summary) in zip(files, summaries) {
      print(wrapped("\(file): \(summary.inWords)"))
    }
    try AnalysisWriter(store: store, runtimes: SourceTree.runtimesIfAny()).bringUpToDate()
  }
}

extension MergeSummary {
  /// The summary in one line.
  fileprivate var inWords: String {
    let parts = [
      "\(counted(runsAdded, "run")) added, \(runsExtended) extended, \(runsUnchanged) already here",
      "\(counted(trialsAdded, "trial")) added",
      "names, tags and notes: \(annotationsAdded) added",
      "\(counted(filesAdded, "imported file")) added, \(filesUnchanged) already here",
    ]
    let kept = "\(referencesKept) of their numbers were here from another file"
    let leftOut =
      "\(counted(runsLeftOut, "run")) left out that were removed here (see --bring-back)"
    return
      (parts + (referencesKept > 0 ? [kept] : []) + (runsLeftOut > 0 ? [leftOut] : [])).joined(
        separator: "; ")
  }
}
