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

      A file of published numbers is the same in both databases under the rules of parallax \
      import. Every version of another tool's file is kept.
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(help: ArgumentHelp("Databases from other machines.", valueName: "file"))
  var files: [String]

  func run() throws {
    let store = try MeasurementStore(
      path: database.db, access: .create, lockWait: LockNotice(path: database.db).lockWait)
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
      "\(counted(filesAdded, "imported file")) added, \(filesUnchanged) already here",
    ]
    let kept = "\(referencesKept) of their numbers were here from another file"
    return (parts + (referencesKept > 0 ? [kept] : [])).joined(separator: "; ")
  }
}
