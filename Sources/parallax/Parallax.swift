import ArgumentParser
import BenchmarkModel
import Store

/// The root of the command line, with the options that subcommands share.
@main
struct Parallax: ParsableCommand {
  /// The version that runs and reports carry.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "parallax",
    abstract: "Compare Swift's threads, Dispatch and async/await with Go and Tokio.",
    discussion: """
      Measures equivalent workloads, stores every measurement in SQLite, and renders a report in \
      which every number can be traced. Start with: parallax doctor

      Exit codes: 0 success; 1 failure, with the reason on standard error; 64 wrong usage; \
      others as a subcommand's help describes.
      """,
    version: version,
    subcommands: [
      List.self, Measure.self, Import.self, Query.self, Export.self, Datasette.self, Report.self,
      Publish.self, Serve.self, Compare.self, Reproduce.self, Name.self, Tag.self, Note.self,
      Merge.self, Remove.self, Check.self, Doctor.self, FixtureCommand.self,
    ])

  static func main() {
    StandardStreams.guardOutput()
    let names = configuration.subcommands.map { $0._commandName } + ["help"]
    if CommandLine.arguments.count > 1 {
      let name = CommandLine.arguments[1]
      if !name.hasPrefix("-"), !names.contains(name) {
        exit(withError: unknownName("subcommand", name, among: names))
      }
    }
    main(nil)
  }
}

/// The option for the database file.
struct DatabaseOption: ParsableArguments {
  @Option(help: ArgumentHelp("The database.", valueName: "file"))
  var db = "reports/latest/results.sqlite"
}

/// The option for the output format.
struct FormatOption: ParsableArguments {
  @Option(help: ArgumentHelp("The output format of rows.", valueName: "format"))
  var format = OutputFormat.table
}

/// The argument for the run that a subcommand annotates.
struct ChosenRun: ParsableArguments {
  @OptionGroup var database: DatabaseOption

  @Argument(
    help: ArgumentHelp(
      "The run: an identifier, its beginning, a name, or latest.", valueName: "run"))
  var target: String

  /// Opens the database for writing and finds the run's identifier.
  func open() throws -> (store: MeasurementStore, id: String) {
    let store = try MeasurementStore(path: database.db, access: .open)
    return (store, try store.run(target).id)
  }
}

/// The options that limit a subcommand to certain cases.
struct CaseChoice: ParsableArguments {
  @Option(help: ArgumentHelp("Only this workload; may be repeated.", valueName: "id"))
  var workload: [String] = []

  @Option(help: ArgumentHelp("Only this runtime; may be repeated.", valueName: "id"))
  var runtime: [String] = []

  /// Whether all cases are selected.
  var isEmpty: Bool { workload.isEmpty && runtime.isEmpty }
}
