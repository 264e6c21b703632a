import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Store

/// Removes runs, or the buckets of their latencies.
struct Remove: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Remove runs from the database, after showing which.",
    discussion: """
      Name runs by identifier, its beginning, name, or latest, or choose them with options; a run \
      must satisfy all options. Without --yes nothing is removed. The file shrinks, and merging a \
      file that still has a removed run does not bring it back, except with merge --bring-back.

        parallax remove 0a1b2c3d
        parallax remove --tag nightly --older-than 90d --yes
        parallax remove --machine 'EPYC 7B13' --latencies-only --yes

      With --latencies-only the runs stay, without the distributions of their latencies. A report \
      then shows no quantiles and no distribution of these trials; p50, p99 and p99.9 of each remain \
      in the table latencySummary.
      """)

  @OptionGroup var database: DatabaseOption
  @OptionGroup var output: FormatOption

  @Argument(
    help: ArgumentHelp("Runs: identifiers, their beginnings, or names.", valueName: "run"))
  var runs: [String] = []

  @Option(help: ArgumentHelp("Only runs with this tag.", valueName: "tag"))
  var tag: String?

  @Option(
    help: ArgumentHelp("Only runs that started so many days ago: 90d.", valueName: "days"),
    transform: Age.init)
  var olderThan: Age?

  @Option(
    help: ArgumentHelp(
      "Only runs of this machine: the beginning of its fingerprint, or a part of its processor's name.",
      valueName: "machine"))
  var machine: String?

  @Flag(help: "Remove only the distributions of latencies.")
  var latenciesOnly = false

  @Flag(help: "Remove what is shown.")
  var yes = false

  func validate() throws {
    guard !runs.isEmpty || tag != nil || olderThan != nil || machine != nil else {
      throw ValidationError("Name runs, or choose them with --tag, --older-than or --machine.")
    }
    guard tag?.isEmpty != true else { throw ValidationError("--tag is empty.") }
    guard machine?.isEmpty != true else { throw ValidationError("--machine is empty.") }
  }

  func run() throws {
    let store = try MeasurementStore(
      path: database.db, access: yes ? .open : .readOnly,
      lockWait: LockNotice(path: database.db).lockWait)
    // A running measurement would lose its run, or wait while the file is written again.
    let lock = yes ? try MeasureLock(database: database.db) : nil
    defer { withExtendedLifetime(lock) {} }
    let choice = RunChoice(
      ids: Set(try runs.map { try store.identifier(ofRun: $0) }), tag: tag,
      before: olderThan?.moment(before: Date()), machine: machine)
    let found = try store.removable(choice, onlyLatencies: latenciesOnly)
    try show(found)
    let bytes = quantityText(Double(found.reduce(0) { $0 + $1.bytes }), .bytes)
    let what = latenciesOnly ? "the latencies of " : ""
    let chosen = "\(what)\(counted(found.count, "run")), about \(bytes)"
    guard yes, !found.isEmpty else {
      writeError(
        found.isEmpty
          ? "No run\(latenciesOnly ? " with distributions of latencies" : "") is chosen, so nothing "
            + "was removed.\n"
          : "\(capitalized(chosen)). Nothing was removed; to remove it, add --yes.\n")
      return
    }
    if latenciesOnly {
      try store.removeLatencies(of: found)
    } else {
      try store.remove(found, at: Date())
    }
    try AnalysisWriter(store: store, runtimes: SourceTree.runtimesIfAny()).bringUpToDate()
    writeError("Removed \(chosen).\n")
  }

  private func show(_ runs: [RemovableRun]) throws {
    var rows = RowPrinter(
      output.format,
      columns: ["run", "names", "started", "preset", "tags", "machine", "trials", "bytes"])
    for run in runs {
      rows.add([
        .text(run.id), .text(run.names.joined(separator: " ")), .text(run.startedAt),
        .text(run.preset),
        .text(run.tags.joined(separator: " ")), .text(run.machine), .count(run.trials),
        .count(run.bytes),
      ])
    }
    try rows.finish()
  }
}

/// A number of days: `90d`.
struct Age: Equatable {
  let days: Int

  init(_ text: String) throws {
    guard text.hasSuffix("d"), let days = Int(text.dropLast()), (0...100_000).contains(days)
    else { throw ValidationError("Write it in days, from 0d to 100000d, for example 90d.") }
    self.days = days
  }

  func moment(before date: Date) -> Date { date.addingTimeInterval(-86_400 * Double(days)) }
}
