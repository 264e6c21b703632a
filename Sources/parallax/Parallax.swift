import ArgumentParser
import BenchmarkModel
import Outputs
import Platform
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

      Exit codes: 0 success; 1 failure, with the reason on standard error, also where output \
      cannot be written; 64 wrong usage; 141 the reader of standard output closed it; others as a \
      subcommand's help describes.
      """,
    version: version,
    subcommands: [
      List.self, Measure.self, AB.self, Init.self, Import.self, Query.self, Export.self,
      Datasette.self, Report.self, Publish.self, Serve.self, Compare.self, Trend.self,
      Reproduce.self, Name.self, Tag.self, Note.self, Merge.self, Remove.self, Analyze.self,
      Check.self, Doctor.self, FixtureCommand.self,
    ])

  static func main() {
    StandardStreams.guardOutput()
    StandardStreams.requireApartFromDatabases()
    EndSignals.unblock()
    ProcessLimits.require()
    do { try requireText() } catch { end(error, message: fullMessage(for: error)) }
    if let (error, message) = carryOut(Array(CommandLine.arguments.dropFirst())) {
      end(error, message: message)
    }
    StandardStreams.end(0)
  }

  /// Carries out a command line.
  ///
  /// - Returns: The error that ended it, or the help that was asked for, with its message; nil after success.
  static func carryOut(_ arguments: [String]) -> (error: any Error, message: String)? {
    let arguments = joiningNegativeNumbers(arguments)
    do {
      if let name = arguments.first(where: { $0 != "help" }) { try checkSubcommand(name) }
      try SourceTree.adoptCatalog(arguments)
      var command = try parseAsRoot(arguments)
      do { try command.run() } catch let error as ValidationError {
        return (error, usageMessage(error, of: type(of: command)))
      }
      return nil
    } catch { return (error, fullMessage(for: error)) }
  }

  /// Ends the process after an error, or with help that was asked for.
  private static func end(_ error: any Error, message: String) -> Never {
    if let file = error as? FileError, file.path == StandardStreams.outputName {
      StandardStreams.lose(file.reason)
      StandardStreams.end(1)
    }
    if case StoreError.file(.output(let descriptor), _) = error {
      StandardStreams.close(descriptor)
    }
    let code = exitCode(for: error)
    if !message.isEmpty {
      if code.isSuccess { print(message) } else { writeError(message + "\n") }
    }
    StandardStreams.end(code.rawValue)
  }

  /// A usage error found while a subcommand runs, in the form of those found in its arguments.
  private static func usageMessage(
    _ error: ValidationError, of subcommand: any ParsableCommand.Type
  ) -> String {
    """
    Error: \(error.message)
    Usage: \(usageString(for: subcommand))
      See '\(configuration.commandName ?? "") \(subcommand._commandName) --help' for more information.
    """
  }

  /// The parser knows only subcommands that exist.
  private static func checkSubcommand(_ name: String) throws {
    let subcommands = configuration.subcommands
    guard !name.hasPrefix("-"), !subcommands.contains(where: { $0._commandName == name }) else {
      return
    }
    let shown = subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
    throw unknownName("subcommand", name, among: shown + ["help"])
  }

  /// Makes sure that every argument is UTF-8: Swift's strings have U+FFFD instead of other bytes.
  private static func requireText() throws {
    for index in 0..<Int(CommandLine.argc) {
      guard let argument = CommandLine.unsafeArgv[index] else { break }
      guard String(validatingCString: argument) == nil else { continue }
      throw ValidationError(
        "\"\(CommandLine.arguments[index])\" is not UTF-8 text. Write the argument in UTF-8; a file "
          + "with another name can be renamed, or named by a link.")
    }
  }

  /// The arguments with a negative number after an option as that option's value, `--trials=-1`: the
  /// parser would take it for another option, and say that the value is missing.
  static func joiningNegativeNumbers(_ arguments: [String]) -> [String] {
    var joined: [String] = []
    for (index, argument) in arguments.enumerated() {
      if arguments[..<index].contains("--") {
        joined.append(argument)
      } else if argument.prefixMatch(of: /-\.?[0-9]/) != nil, let option = joined.last,
        option.prefixMatch(of: /--[a-z]/) != nil, !option.contains("=")
      {
        joined[joined.count - 1] = "\(option)=\(argument)"
      } else {
        joined.append(argument)
      }
    }
    return joined
  }
}

/// The option for the database file.
struct DatabaseOption: ParsableArguments {
  /// The database that is used when no other is named.
  static let defaultPath = "reports/latest/results.sqlite"

  @Option(help: ArgumentHelp("The database.", valueName: "file"))
  var db = defaultPath
}

extension MeasurementStore {
  /// Opens a database for writing, and creates it if it is missing; only the default one also gets its
  /// folder.
  convenience init(creating path: String, lockWait: LockWait) throws {
    if path == DatabaseOption.defaultPath {
      try makeFolder(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)))
    }
    try self.init(path: path, access: .create, lockWait: lockWait)
  }

  /// Says on standard error which runs and published numbers are left out, and why.
  ///
  /// - Parameter runs: Why runs are, if that is known already.
  func warnOfUnusableRows(runs: [String]? = nil) throws {
    for reason in try (runs ?? unusableRuns()) + unusableReferences() {
      writeError(wrapped("Warning: \(reason)") + "\n")
    }
  }
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
      """
      The run: an identifier, its beginning, a name, or latest, which is never one of reproduce or \
      --certify.
      """, valueName: "run"))
  var target: String

  /// Opens the database for writing and finds the run's identifier.
  func open() throws -> (store: MeasurementStore, id: String) {
    let store = try MeasurementStore(
      path: database.db, access: .open, lockWait: LockNotice(path: database.db).lockWait)
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
