import Analysis
import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store
@testable import parallax

/// Text of databases and files that would act on a terminal, in every place from which a command can
/// print it.
struct HostileTextTests {
  /// Clears a screen, rings, goes back, changes direction, ends lines of its own, and hides.
  private static let hostile =
    "\u{1B}[31mX\u{1B}]0;T\u{7}\u{8}\r\u{9B}2J\u{85}\u{2028}\u{202E}\u{2066}\u{200B}\u{E0041}\u{7F}"

  private let tool: BuiltTool

  init() throws { tool = try BuiltTool() }

  /// No character reaches a stream that a terminal would act on or a reader could not see.
  private func expectVisible(_ text: String, _ place: String) {
    guard
      let index = text.unicodeScalars.firstIndex(where: {
        $0.isHidden && $0 != "\n" && $0 != "\t"
      })
    else { return }
    let around = text.unicodeScalars[..<index].suffix(160)
    Issue.record(
      """
      \(place): U+\(String(text.unicodeScalars[index].value, radix: 16)) after \
      \(String(around).visible)
      """)
  }

  /// Runs commands one after another, each with the tool as `$0`, and checks what they print.
  @discardableResult
  private func run(_ commands: [String], in folder: String? = nil) throws -> [BuiltTool.Result] {
    let mark = "=== end of a command"
    let script = commands.map { "\($0); echo \"\(mark) $?\"; echo '\(mark)' >&2" }
    let cd = folder.map { "cd '\($0)' && " } ?? ""
    // The result of a child has only the end of its standard error.
    let file = "\(tool.folder)/errors"
    let result = try tool.run(shell: "\(cd){ \(script.joined(separator: "; ")); } 2>'\(file)'")
    let bytes = try Data(contentsOf: URL(filePath: file))
    let outputs = result.output.components(separatedBy: mark)
    let errors = String(decoding: bytes, as: UTF8.self).components(separatedBy: mark)
    try #require(outputs.count == commands.count + 1 && errors.count == outputs.count)
    return commands.enumerated().map { index, command in
      expectVisible(outputs[index], command)
      expectVisible(errors[index], command)
      let code = outputs[index + 1].dropFirst().prefix { $0.isNumber }
      return BuiltTool.Result(
        exitCode: Int32(code), output: outputs[index], errors: errors[index])
    }
  }

  /// Columns whose text has a form of its own, which no command reads otherwise.
  private static let formed: Set<String> = [
    "benchmarkCase.workload", "calibration.figure", "externalFile.format",
    "externalFile.mappingSHA256", "externalResult.unit", "externalSample.iterations",
    "externalSample.numbers", "importedFile.importedAt", "importedFile.sha256", "listing.sha256",
    "metric.name", "metric.unit", "reference.contract", "reference.normalizedUnit",
    "reference.qualifier", "reference.statistic", "run.finishedAt", "run.seed", "run.startedAt",
    "run.uuid", "runName.name", "runNote.writtenAt", "runWarning.kind", "source.trust",
    "source.url",
    "trial.outcome", "trial.startedAt",
  ]

  /// Creates a database with something in every table, and returns its columns of text.
  private func makeDatabase() throws -> [(table: String, column: String)] {
    let store = try MeasurementStore(path: tool.database, access: .create)
    for run in [ExportTests.run, ExportTests.other] { try ExportTests.add(run, to: store) }
    try store.name(ExportTests.run, "before")
    try store.tag(ExportTests.run, ["nightly"])
    try store.note(ExportTests.run, "A note.", at: ExportTests.moment)
    try store.importReferences(
      path: "published.csv", sha256: String(repeating: "b", count: 64),
      sources: [ExportTests.source(title: "A page")], references: [ExportTests.reference],
      importedAt: ExportTests.moment)
    let bench = "\(tool.folder)/bench.txt"
    try Data("goos: linux\nBenchmarkX-8 100 1500 ns/op\n".utf8).write(to: URL(filePath: bench))
    let imported = try tool.run("import", "--db", tool.database, bench)
    try #require(imported.exitCode == 0, "\(imported.errors)")
    var columns: [(String, String)] = []
    try store.query(
      """
      SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.type = 'TEXT' ORDER BY 1, c.cid
      """
    ) { row in
      if case .text(let table) = row[0], case .text(let column) = row[1] {
        columns.append((table, column))
      }
      return .more
    }
    return columns
  }

  private func spoil(_ columns: [(table: String, column: String)], of path: String) throws {
    let codes = Self.hostile.unicodeScalars.map { "\($0.value)" }.joined(separator: ", ")
    let store = try MeasurementStore(path: path, access: .open)
    let updates = columns.map { table, column in
      "UPDATE \(table) SET \(column) = \(column) || char(\(codes));"
    }
    try store.execute(
      "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; "
        + updates.joined(separator: " "))
  }

  @Test func noCommandPrintsTextOfADatabaseAsItIs() throws {
    let columns = try makeDatabase()
    #expect(columns.count > 60)
    let known = Set(columns.map { "\($0.table).\($0.column)" })
    #expect(Self.formed.isSubset(of: known), "\(Self.formed.subtracting(known))")
    let free = columns.filter { !Self.formed.contains("\($0.table).\($0.column)") }
    try spoil(free, of: tool.database)
    let database = "--db '\(tool.database)'"
    let all = columns.map { "SELECT \($0.column) FROM \($0.table)" }.joined(
      separator: " UNION ALL ")
    let reading =
      ["table", "markdown", "json", "ndjson"].map {
        "\"$0\" query \(database) --format \($0) --sql '\(all)'"
      } + [
        "\"$0\" list runs \(database)", "\"$0\" list runs --format markdown \(database)",
        "\"$0\" compare latest \(database)", "\"$0\" compare before latest \(database)",
        "\"$0\" compare before latest --format markdown \(database)",
        "\"$0\" query summary \(database)", "\"$0\" query outcomes \(database)",
        "\"$0\" query external-results \(database)",
        "\"$0\" export --format json \(database)", "\"$0\" export --format ndjson \(database)",
        "\"$0\" export --format go-bench \(database)", "\"$0\" datasette \(database)",
      ]
    for result in try run(reading) { #expect(result.exitCode == 0, "\(result.errors)") }
    try run([
      "\"$0\" query summary --param workload=x \(database)",
      "\"$0\" query summary --param run=x \(database)",
      "\"$0\" compare latest --runtime x \(database)", "\"$0\" tag latest --remove x \(database)",
      "\"$0\" note latest --remove x \(database)", "\"$0\" reproduce aaaaaaa \(database)",
      "\"$0\" measure --resume --dry-run \(database)", "\"$0\" measure --resume before \(database)",
      "\"$0\" name before again \(database)", "\"$0\" tag before again \(database)",
      "\"$0\" report \(database) --out '\(tool.folder)/report'",
      "\"$0\" publish \(database) --to '\(tool.folder)/site'",
      "\"$0\" merge --db '\(tool.folder)/merged.sqlite' '\(tool.database)'",
      "\"$0\" export --format hyperfine \(database)",
    ])
    let shown = try run(["\"$0\" list runs \(database)", "\"$0\" query summary \(database)"])
    #expect(shown.allSatisfy { $0.output.contains("\\u{1B}[31mX") })
  }

  @Test func noErrorAboutAStoredValuePrintsItAsItIs() throws {
    let columns = try makeDatabase().filter { Self.formed.contains("\($0.table).\($0.column)") }
    try #require(columns.count == Self.formed.count)
    var commands: [String] = []
    for column in columns {
      let copy = "\(tool.folder)/\(column.table)-\(column.column).sqlite"
      try FileManager.default.copyItem(atPath: tool.database, toPath: copy)
      try spoil([column], of: copy)
      // An export reads all columns of runs.
      let isExternal = column.table.hasPrefix("external") || column.table == "importedFile"
      var readers = [isExternal ? "query external-results" : "export --format ndjson"]
      if ["startedAt", "outcome"].contains(column.column) {
        readers += ["compare before latest", "list runs"]
      }
      commands += (readers + ["merge '\(copy)'"]).map { command in
        let database = command.hasPrefix("merge") ? "\(tool.folder)/merged.sqlite" : copy
        return "\"$0\" \(command) --db '\(database)'"
      }
    }
    try run(commands)
  }

  /// Arguments, and names and contents of files.
  @Test func noErrorAboutAnArgumentOrAFilePrintsItAsItIs() throws {
    let hostile = Self.hostile
    let name = "\(tool.folder)/b\(hostile).txt"
    try Data("BenchmarkX-8 100 1500 ns/op\n".utf8).write(to: URL(filePath: name))
    let quoted = "'\(name)'"
    _ = try makeDatabase()
    let database = "--db '\(tool.database)'"
    try run(
      [
        "'\(hostile)'", "list '\(hostile)'", "list runs --db '\(hostile)'", "'--\(hostile)'",
        "list runs '--\(hostile)'", "query '\(hostile)' \(database)",
        "query --sql '\(hostile)' \(database)", "query summary --param '\(hostile)' \(database)",
        "measure --workload '\(hostile)' \(database)", "measure --preset '\(hostile)'",
        "measure --until-interval '\(hostile)'", "measure --resume '\(hostile)' \(database)",
        "compare latest --metric '\(hostile)' \(database)", "name latest '\(hostile)' \(database)",
        "tag latest '\(hostile)' \(database)", "note latest '\(hostile)' \(database)",
        "report --out \(quoted) \(database)", "publish --branch '\(hostile)' \(database)",
        "publish --to \(quoted) \(database)", "serve --dir '\(hostile)' --port 70000",
        "merge \(quoted) \(database)", "export --out '\(hostile)/x' \(database)",
        "import \(quoted) \(database)", "import --map \(quoted) \(quoted) \(database)",
        "import --format '\(hostile)' \(quoted) \(database)",
      ].map { "\"$0\" \($0)" })

    let published = "Workloads/EchoServer/published.csv"
    var commands: [String] = []
    let contents = [
      "{\"\(hostile)\": 1}", "{\"results\": [{\"command\": \"\(hostile)\", \"times\": [1]}]}",
      "{\"results\": [{\"command\": 7, \"\\u001b[31m\": [1]}]}", "id,\(hostile)\n1,2\n",
      "Benchmark\(hostile)-8 100 1500 ns/op\n", "{\"benchmark\": \"\(hostile)\", \"value\": 1}\n",
      "{\"benchmark\": \"x\", \"value\": \"\(hostile)\"}\n", hostile, "\(hostile)\n{\"a\":",
    ]
    let files = try contents.enumerated().map { index, content in
      let file = "\(tool.folder)/\(index).txt"
      try Data(content.utf8).write(to: URL(filePath: file))
      return file
    }
    for file in files {
      commands += [
        "import '\(file)' --map '\(file)' \(database)",
        "import --sources '\(file)' \(published) \(database)",
      ]
    }
    let real = try String(
      contentsOf: ImportTests.root.appending(path: published), encoding: .utf8)
    let lines = real.split(separator: "\n")
    let row = try #require(lines.dropFirst().first { !$0.contains("\"") }).split(
      separator: ",", omittingEmptySubsequences: false)
    let rows = try row.indices.map { index in
      var spoiled = row.map(String.init)
      spoiled[index] += hostile.replacing("\r", with: "")
      let file = "\(tool.folder)/published-\(index).csv"
      try Data("\(lines[0])\n\(spoiled.joined(separator: ","))\n".utf8).write(
        to: URL(filePath: file))
      return file
    }
    // Each file of a command has an error of its own.
    for (format, files) in [("auto", files), ("references", files + rows)] {
      let list = files.map { "'\($0)'" }.joined(separator: " ")
      commands.append("import --format \(format) \(list) \(database)")
    }
    try run(commands.map { "\"$0\" \($0)" })
  }

  /// Files of the source tree that the report and `check` read.
  @Test func noFileOfTheTreeIsPrintedAsItIs() throws {
    let tree = try tool.makeTree()
    let hostile = Self.hostile
    func write(_ text: String, to path: String) throws {
      try Data(text.utf8).write(to: URL(filePath: "\(tree)/\(path)"))
    }
    let header = "-- title: \(hostile)\n-- question: \(hostile)\n"
    try write(header + "SELECT '\(hostile)' AS \"\(hostile)\"\n", to: "templates/queries/a.sql")
    let commands = [
      "check --without-answers", "list queries", "list claims", "list runtimes",
      "query a --db '\(tool.database)'", "---completion query -- positional@0 1 0 ''",
    ].map { "\"$0\" \($0)" }
    _ = try MeasurementStore(path: tool.database, access: .create)
    let listed = try run(commands, in: tree)
    #expect(listed[1].exitCode == 0 && listed[1].output.contains("\\u{1B}"))
    #expect(listed[4].exitCode == 0 && listed[4].output.contains("\\u{1B}"))
    let (check, claims, runtimes) = (commands[0], commands[2], commands[3])
    let queries = [commands[1], commands[4], commands[5]]
    let files: [(path: String, text: String, readers: [String])] = [
      ("templates/queries/b\(hostile).sql", header + "SELECT \(hostile)", queries),
      ("templates/queries/c.sql", "-- \(hostile)", queries),
      ("templates/claims/a.json", "{\"\(hostile)\": 1}", [claims]),
      ("templates/claims/b.json", "{\"sentence\": \"\\u001b[31m\", \"\\u001b\": 1}", [claims]),
      ("templates/index.md.mustache", "{{\(hostile)}}", []),
      ("templates/style\(hostile).mustache", "x", []),
      (
        "Workloads/runtimes/go/runtime.json",
        "{\"language\": \"\(hostile)\", \"\(hostile)\": 1}", [runtimes, claims]
      ),
    ]
    for (path, text, readers) in files {
      try write(text, to: path)
      let report = "\"$0\" report --db '\(tool.database)' --out '\(tree)/out'"
      try run([check] + readers + [report], in: tree)
      try FileManager.default.removeItem(atPath: "\(tree)/\(path)")
    }
  }

  /// Everything is printed by the functions that spell such text out.
  @Test func nothingInTheToolPrintsAroundThem() throws {
    let folder = ImportTests.root.appending(path: "Sources/parallax").path
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where path.hasSuffix(".swift") && path != "Terminal/StandardStreams.swift" {
      let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
      for word in [
        "Swift.print", "debugPrint(", "dump(", "fputs(", "fwrite(", "putchar(", "FileHandle.",
        "StandardStreams.write(", "writeAll(", "exit(withError", "perror(",
      ] {
        let isSink =
          path.hasPrefix("Terminal/")
          && ["writeAll(", "StandardStreams.write("]
            .contains(word)
        // This one writes files.
        let isFile = path == "EmbeddedTree.swift" && word == "fwrite("
        #expect(isSink || isFile || !text.contains(word), "\(path) has \(word)")
      }
    }
  }
}
