import FoundationEssentials
import Platform
import Store
import Testing

/// What each command with an output does with each kind of thing that can stand at its place.
struct OutputCommandTests {
  /// A command and the option that names its output.
  enum Command: String, CaseIterable {
    case export, report, publish, measure, merge
    case importing = "import"

    var option: String {
      switch self {
      case .export, .report: "--out"
      case .publish: "--to"
      case .measure, .merge, .importing: "--db"
      }
    }
  }

  /// What stands at the output's place, in a folder with the database `in.sqlite`.
  ///
  /// A pipe has a reader.
  static let things: [(name: String, make: String)] = [
    ("nothing", ""),
    ("an empty file", ": > target"),
    ("a foreign file", "echo mine > target"),
    ("a foreign file without a last line", "printf 'run,position' > target"),
    ("an export", "cp export.csv target"),
    ("a database", "cp other.sqlite target"),
    ("the input", "ln -s in.sqlite target"),
    ("another name of the input", "ln in.sqlite target"),
    ("a link to a new journal of the input", "ln -s in.sqlite-wal target"),
    ("an empty folder", "mkdir target"),
    ("a folder with a foreign page", "mkdir target && echo mine > target/index.html"),
    ("a pipe", "mkfifo target"),
    ("a link to nothing", "ln -s targeted target"),
    ("a link to a foreign file", "ln -s other.txt target"),
    (
      "a link to a link to a folder",
      "mkdir targeted && ln -s targeted targets && ln -s targets target"
    ),
    ("a circle of links", "ln -s target target"),
    ("a link into a missing folder", "ln -s targetless/target target"),
    ("a path through a file", "ln -s other.txt/target target"),
  ]

  /// Which things each kind of command writes to.
  static func isWritten(_ thing: String, by command: Command) -> Bool {
    switch command {
    case .export:
      ["nothing", "an empty file", "an export", "a pipe", "a link to nothing"].contains(thing)
    case .report, .publish:
      [
        "nothing", "an empty folder", "a link to nothing", "a link to a link to a folder",
        "a link into a missing folder",
      ].contains(thing)
    case .measure, .merge, .importing:
      ["nothing", "an empty file", "a database", "a link to nothing"].contains(thing)
        // Only these read no other database.
        || command != .merge
          && ["the input", "another name of the input"].contains(thing)
    }
  }

  /// Everything in a folder: the kind of each thing, and its content; without what is named like the
  /// target, if that may change.
  private func everything(in folder: String, exceptTargets: Bool) throws -> [String: String] {
    var all: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where !(exceptTargets && name.split(separator: "/").first?.hasPrefix("target") == true) {
      var status = stat()
      let path = "\(folder)/\(name)"
      guard lstat(path, &status) == 0 else { continue }
      var text = "\(status.st_mode) \(status.st_nlink)"
      if status.st_mode & S_IFMT == S_IFREG {
        text += " \(FileManager.default.contents(atPath: path)?.base64EncodedString() ?? "")"
      } else if status.st_mode & S_IFMT == S_IFLNK {
        text += try FileManager.default.destinationOfSymbolicLink(atPath: path)
      }
      all[name] = text
    }
    return all
  }

  /// A small database, another, an export, results of another tool, and a foreign file.
  func fixture() throws -> BuiltTool {
    let tool = try BuiltTool()
    for name in ["in", "other"] {
      let store = try MeasurementStore(path: "\(tool.folder)/\(name).log", access: .create)
      try ExportTests.add(name == "in" ? ExportTests.run : ExportTests.other, to: store)
      // A copy has no write-ahead log, of which reading would leave an empty one behind.
      try store.backup(to: "\(tool.folder)/\(name).sqlite")
    }
    let made = try tool.run(
      shell: """
        cd '\(tool.folder)' && echo other > other.txt && echo 'BenchmarkX-8 1 2 ns/op' > bench.txt
        "$0" export --db in.sqlite --out export.csv
        """)
    try #require(made.exitCode == 0, "\(made.errors)")
    return tool
  }

  /// - Parameter folder: The folder of the files with a slash, or nothing to name them alone.
  private func arguments(of command: Command, in folder: String) -> [String] {
    let (database, target) = ("\(folder)in.sqlite", "\(folder)target")
    return switch command {
    case .export: ["export", "--db", database, "--out", target]
    case .report: ["report", "--keep-contradicted", "--db", database, "--out", target]
    case .publish:
      ["publish", "--base-url", "https://example.org", "--db", database, "--to", target]
    case .measure:
      [
        "measure", "--preset", "smoke", "--workload", "spawn-many", "--runtime", "swift-async",
        "--seed", "1", "--db", target,
      ]
    case .merge: ["merge", "--db", target, database]
    case .importing: ["import", "--db", target, "\(folder)bench.txt"]
    }
  }

  /// Starts the tool with a command: in the folder, if it needs no source tree.
  private func start(
    _ command: Command, in folder: String, of tool: BuiltTool, readsPipe: Bool
  ) throws -> (exitCode: Int32?, errors: String) {
    let isAlone = [.export, .merge].contains(command)
    let result = try tool.run(
      shell: """
        \(isAlone ? "cd '\(folder)';" : "") \(readsPipe ? "cat target > targeted &" : "")
        "$0" "$@"; code=$?; wait; exit $code
        """, arguments(of: command, in: isAlone ? "" : "\(folder)/"))
    return (result.exitCode, result.errors)
  }

  /// Two refusals of each command are those of the tool, which ends after any in the same way.
  @Test(.serialized, arguments: Command.allCases)
  func nothingForeignChanges(command: Command) throws {
    let tool = try fixture()
    defer { withExtendedLifetime(tool) {} }
    for thing in Self.things {
      let isWritten = Self.isWritten(thing.name, by: command)
      // Rendering takes seconds; that folders are written is seen elsewhere too.
      let rendered: [Command: String] = [
        .report: "a link to a link to a folder", .publish: "an empty folder",
      ]
      if isWritten, let only = rendered[command], only != thing.name { continue }
      let place = "\(command.rawValue), \(thing.name)"
      let folder = "\(tool.folder)/\(UUID().uuidString)"
      let made = try tool.run(
        shell: """
          mkdir '\(folder)' && cd '\(folder)' && cp ../*.sqlite ../*.txt ../export.csv .
          \(thing.make)
          """)
      try #require(made.exitCode == 0, "\(place): \(made.errors)")
      let before = try everything(in: folder, exceptTargets: isWritten)
      let isStarted =
        isWritten || ["a foreign file", "a folder with a foreign page"].contains(thing.name)
      let result =
        try isStarted
        ? start(command, in: folder, of: tool, readsPipe: thing.name == "a pipe" && isWritten)
        : refusal(of: arguments(of: command, in: "\(folder)/"))
      #expect(result.exitCode == (isWritten ? 0 : 1), "\(place): \(result.errors)")
      let isChanged = try everything(in: folder, exceptTargets: isWritten) != before
      // A database that is named with --db is opened for writing, even if it is then refused.
      let isInput =
        command.option == "--db" && ["the input", "another name of the input"].contains(thing.name)
      #expect(isChanged == isInput, "\(place): \(result.errors)")
      guard !isWritten else { continue }
      // One sentence that names the path and does not come from Foundation.
      let names =
        result.errors.contains("target") || result.errors.contains("is this database itself")
      #expect(names, "\(place): \(result.errors)")
      #expect(!result.errors.contains("Cocoa"), "\(place): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(place): \(result.errors)")
    }
  }

  /// Where the shell has opened the database for standard output or another descriptor.
  @Test func theDatabaseIsNoPlaceForRows() throws {
    let tool = try fixture()
    let sum = "sha256sum '\(tool.folder)/in.sqlite'"
    let before = try tool.run(shell: sum).output
    for arguments in [
      "export 1<>", "export --out /dev/stdout 1>>", "export --out /dev/fd/3 3<>",
      "query --sql 'SELECT 1' 1>>", "datasette 1>>", "list runs 1>>", "compare latest 1>>",
    ] {
      let (command, redirection) = (arguments.dropLast(3), arguments.suffix(3))
      let result = try tool.run(
        shell: """
          db='\(tool.folder)/in.sqlite'; exec "$0" \(command) --db "$db" \(redirection)"$db"
          """)
      #expect(result.exitCode == 1, "\(arguments): \(result.errors)")
      #expect(result.errors.contains("database"), "\(arguments): \(result.errors)")
      #expect(try tool.run(shell: sum).output == before, "\(arguments)")
    }
  }

  /// In a copy of the tree, since a fault would damage it.
  @Test func theSourceTreeIsNoPlaceForOutputs() throws {
    let tool = try fixture()
    let above = "\(tool.folder)/above"
    let made = try tool.run(
      shell: """
        tree='\(above)/tree'; mkdir -p "$tree/Sources/Store" && cp -r Workloads templates "$tree" &&
        cp Sources/Store/README.md "$tree/Sources/Store" && cd "$tree" &&
        cp -r templates mine && ln -s Workloads link
        """)
    try #require(made.exitCode == 0, "\(made.errors)")
    let before = try everything(in: above, exceptTargets: false)
    for arguments in [
      "export --out Workloads/PingPong/published.csv", "export --out templates/new.csv",
      "export --out Workloads/../templates/chart.css", "export --out link/new.csv",
      "report --out Workloads", "report --out templates", "report --out .",
      "report --out Workloads/x", "report --out link", "report --out Sources/Store",
      "report --templates mine --out mine/x", "report --templates mine --out mine",
      "publish --to templates/claims", "publish --to ..", "report --out /",
    ] {
      let result = try tool.run(
        shell: "cd '\(above)/tree' && exec \"$0\" \(arguments) --db ../../in.sqlite")
      #expect(result.exitCode == 1, "\(arguments): \(result.errors)")
      #expect(
        result.errors.contains("which this command reads") || arguments.hasSuffix(" /"),
        "\(arguments): \(result.errors)")
    }
    #expect(try everything(in: above, exceptTargets: false) == before)
  }

  /// Publishing there once more would remove what was added since.
  @Test func thePublishedDatabaseThatIsReadStays() throws {
    let tool = try fixture()
    let result = try tool.run(
      shell: """
        site='\(tool.folder)/site'
        "$0" publish --db '\(tool.folder)/in.sqlite' --to "$site" >/dev/null 2>&1 || exit 98
        "$0" name latest later --db "$site/results.sqlite" >/dev/null || exit 97
        sha256sum "$site/results.sqlite" > '\(tool.folder)/sum'
        "$0" publish --db "$site/results.sqlite" --to "$site"; echo "publish $?"
        "$0" report --keep-contradicted --db "$site/results.sqlite" --out "$site"; echo "report $?"
        "$0" publish --db '\(tool.folder)/in.sqlite' --to "$site"; echo "again $?"
        sha256sum --check --quiet '\(tool.folder)/sum' && echo same
        """)
    let errors = result.errors
    #expect(result.output == "publish 1\nreport 1\nagain 1\nsame\n", "\(result.output) \(errors)")
    #expect(errors.contains("was changed since Parallax wrote it"), "\(errors)")
    #expect(errors.contains("results.sqlite\" is the database, which this command reads"))
  }

  /// Templates, workloads and databases that are missing are named with the system's reason.
  @Test(arguments: [
    "report --templates /nowhere/templates", "report --templates Package.swift",
    "import /nowhere/bench.txt", "import --map /nowhere/map.csv Package.swift",
    "import --sources /nowhere/sources.csv Workloads/PingPong/published.csv",
    "merge /nowhere/other.sqlite",
  ]) func missingInputsAreNamedWithTheSystemsReason(arguments: String) throws {
    let tool = try fixture()
    let result = try tool.run(
      shell: """
        "$0" \(arguments) --db '\(tool.folder)/in.sqlite' \
          \(arguments.hasPrefix("report") ? "--out '\(tool.folder)/out'" : "")
        """)
    #expect([1, 64].contains(result.exitCode), "\(result.errors)")
    for raw in ["Cocoa", "NSFile", "NSPOSIX", "Domain", "UserInfo"] {
      #expect(!result.errors.contains(raw), "\(result.errors)")
    }
  }
}
