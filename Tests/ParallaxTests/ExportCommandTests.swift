import FoundationEssentials
import Store
import Testing

/// `parallax export`, `tag` and `note` as a user calls them.
struct ExportCommandTests {
  let tool: BuiltTool

  init() throws {
    tool = try BuiltTool()
    try ExportTests.add(
      ExportTests.run, to: MeasurementStore(path: tool.database, access: .create))
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: tool.folder).sorted()
      .filter { !$0.hasPrefix("results.sqlite") }
  }

  @Test(arguments: ["csv", "ndjson", "json", "hyperfine", "go-bench", "sql"])
  func aFileHasTheSameContentAsStandardOutput(format: String) throws {
    let printed = try tool.run("export", "--db", tool.database, "--format", format)
    #expect(printed.exitCode == 0, "\(printed.errors)")
    #expect(!printed.output.isEmpty)
    // The run was stored without the tool, and so without its estimates.
    #expect(printed.errors.contains("parallax analyze") == (format == "sql"), "\(printed.errors)")
    let path = "\(tool.folder)/out"
    for _ in 0..<2 {
      let written = try tool.run(
        "export", "--db", tool.database, "--run", "latest", "--format", format, "--out", path)
      #expect(written.exitCode == 0 && written.output == "", "\(written.errors)")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == printed.output)
    }
    #expect(try files() == ["out"])
  }

  @Test func aFileStaysAsItWasWhenItCannotBeWrittenWhole() throws {
    try MeasurementStore(path: tool.database, access: .open).importReferences(
      path: "p.csv", sha256: String(repeating: "b", count: 64),
      sources: [ExportTests.source(title: String(repeating: "x", count: 200_000))],
      references: [ExportTests.reference], importedAt: ExportTests.moment)
    let path = "\(tool.folder)/out"
    let old = try tool.run("export", "--db", tool.database, "--out", path)
    #expect(old.exitCode == 0, "\(old.errors)")
    let before = try String(contentsOfFile: path, encoding: .utf8)
    // In blocks of 512 bytes: enough to open the database, but less than the document needs.
    let limited = try tool.run(
      shell: """
        ulimit -f 200
        exec "$0" export --format json --db '\(tool.database)' --out '\(path)'
        """)
    #expect(limited.exitCode == 1)
    #expect(limited.errors.contains("\(path)\": It cannot be written: File too large."))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
    #expect(try files() == ["out"])
  }

  @Test(arguments: [
    ("/", "\"/\" is a folder, and --out needs a file."),
    ("none/out", "/none\". Create it with: mkdir -p"), ("out/", "/out\". Create it with: mkdir -p"),
  ])
  func aPathThatCannotBeWrittenIsReported(place: String, reason: String) throws {
    let path = place.hasPrefix("/") ? place : "\(tool.folder)/\(place)"
    let result = try tool.run("export", "--db", tool.database, "--out", path)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains(reason), "\(result.errors)")
    #expect(try files() == [])
  }

  @Test func aFullDiskBehindStandardOutputIsReported() throws {
    let result = try tool.run(shell: "exec \"$0\" export --db '\(tool.database)' > /dev/full")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("standard output could not be written: No space left"))
  }

  /// Both if the signal ends the program and if it is ignored, as under some runners.
  @Test(arguments: ["", "trap '' PIPE;"]) func aReaderThatClosesEndsItQuietly(trap: String) throws {
    let result = try tool.run(
      shell: """
        mkfifo '\(tool.folder)/pipe'; \(trap)
        "$0" export --db '\(tool.database)' > '\(tool.folder)/pipe' &
        exec 3< '\(tool.folder)/pipe'; exec 3<&-
        wait $!; echo "ended $?"
        """)
    // The reader may close before the writer starts or after it has ended.
    #expect(["ended 141\n", "ended 0\n"].contains(result.output), "\(result.output)")
    #expect(result.errors == "")
  }

  @Test func aMissingRunIsReported() throws {
    let result = try tool.run("export", "--db", tool.database, "--run", "none")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("There is no run \"none\""), "\(result.errors)")
    #expect(result.output == "")
  }

  @Test func tagsAndNotesAreListedAndTakenAway() throws {
    for arguments in [
      ["tag", "latest", "nightly", "6.3"], ["note", "latest", "With a | bar."],
      ["name", "latest", "before"], ["tag", "before", "6.3", "--remove"],
    ] {
      let result = try tool.run(
        shell: "exec \"$0\" \"$@\"", arguments + ["--db", tool.database])
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    let listed = try tool.run("list", "runs", "--db", tool.database, "--format", "csv")
    #expect(listed.output.contains(",before,nightly,"), "\(listed.output)")
    #expect(listed.output.contains("With a | bar."), "\(listed.output)")
    let wrong = try tool.run("tag", "latest", "two words", "--db", tool.database)
    #expect(wrong.exitCode == 1)
    #expect(wrong.errors.contains("cannot be tagged \"two words\""), "\(wrong.errors)")
    let removed = try tool.run(
      "note", "latest", "With a | bar.", "--remove", "--db", tool.database)
    #expect(removed.exitCode == 0, "\(removed.errors)")
    #expect(try tool.value("SELECT count(*) FROM runNote") == "0")
  }

  @Test func mergeTellsWhatCameInFromEachFile() throws {
    let other = "\(tool.folder)/other.sqlite"
    let store = try MeasurementStore(path: other, access: .create)
    try ExportTests.add(ExportTests.other, to: store)
    try store.tag(ExportTests.other, ["theirs"])
    let result = try tool.run("merge", "--db", tool.database, other, other)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("/") })
    let words = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.hasPrefix(
        "\(other): 1 run added, 0 extended, 0 already here; 2 trials added; names, tags and notes: 1"
      ))
    #expect(
      words.contains(
        "\(other): 0 runs added, 0 extended, 1 already here; 0 trials added"), "\(words)")
    let refused = try tool.run("merge", "--db", tool.database, other, tool.database)
    #expect(refused.exitCode == 1 && refused.output == "")
    #expect(refused.errors.contains("is this database itself"), "\(refused.errors)")
  }
}
