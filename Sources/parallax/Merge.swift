import ArgumentParser
import Store

/// Copies the runs and references of other databases into this one.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Merge other machines' databases into this one.",
    discussion: """
      A file goes in whole or not at all. It is opened read-only and checked first. Merging the \
      same file again changes nothing.
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(help: ArgumentHelp("Databases of other machines.", valueName: "file"))
  var files: [String]

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .create)
    for file in files {
      let summary = try store.merge(from: file)
      print(
        "\(file): \(summary.runsAdded) runs added, \(summary.runsExtended) extended, "
          + "\(summary.runsUnchanged) already here; \(summary.trialsAdded) trials added; "
          + "\(summary.filesAdded) files of published numbers added")
    }
  }
}
