import Analysis
import ArgumentParser
import Store

/// Computes the estimates, comparisons and change points that are missing or out of date.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute the estimates, comparisons and change points of the database.",
    discussion: """
      The tables estimate, comparison and changePoint have the numbers that reports print. measure, \
      merge and remove keep them up to date, and whatever changes a trial removes the numbers that \
      came from it. This command computes what is missing, and what an earlier version of Parallax or \
      other contracts computed. Runs of reproduce, ab and --certify are not analyzed.
      """)

  @OptionGroup var database: DatabaseOption

  func run() throws {
    let store = try MeasurementStore(
      path: database.db, access: .open, lockWait: LockNotice(path: database.db).lockWait)
    let count = try AnalysisWriter(store: store, runtimes: SourceTree.runtimesIfAny())
      .bringUpToDate(again: true)
    print("Analyzed \(counted(count, "run")).")
  }
}
