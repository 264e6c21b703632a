import Analysis
import ArgumentParser
import Reporting
import Store

/// Copies the runs and references of other databases into this one.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Merge databases from other machines into this one.",
    discussion: """
      Either all files are merged or, if one of them has a problem, none. Each file is copied and \
      checked first, and is not changed. Merging the same file again changes nothing.
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(help: ArgumentHelp("Databases from other machines.", valueName: "file"))
  var files: [String]

  func run() throws {
    let store = try MeasurementStore(creating: database.db)
    for (file, summary) in zip(files, try store.merge(from: files)) {
      print("\(file): \(summary.inWords)")
    }
  }
}

extension MergeSummary {
  /// The summary in one line.
  fileprivate var inWords: String {
    let parts = [
      "\(counted(runsAdded, "run")) added, \(runsExtended) extended, \(runsUnchanged) already here",
      "\(counted(trialsAdded, "trial")) added",
      "names, tags and notes: \(annotationsAdded) added",
      "\(counted(filesAdded, "file")) of published numbers added, \(filesUnchanged) already here",
    ]
    let kept = "\(referencesKept) of their numbers were here from another file"
    return (parts + (referencesKept > 0 ? [kept] : [])).joined(separator: "; ")
  }
}
