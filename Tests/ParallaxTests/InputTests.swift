import BenchmarkModel
import FoundationEssentials
import Platform
import Store
import Testing

/// Inputs that can be read only once, that have several names, or that are no files.
struct InputTests {
  let tool: BuiltTool

  init() throws {
    tool = try BuiltTool()
  }

  func write(_ text: String, to name: String) throws -> String {
    let path = "\(tool.folder)/\(name)"
    let folder = URL(filePath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  /// Runs bash, which has process substitution, with the tool as `$0` and the files of this test in
  /// `$T`.
  func bash(_ script: String) throws -> BuiltTool.Result {
    try tool.run(
      shell: "exec bash -c 'T=\"\(tool.folder)\"; DB=\"\(tool.database)\"; \(script)' \"$0\"")
  }

  /// More than the first piece that is read.
  private static let longBench = (0..<60_000).map { "BenchmarkX-8 100 \($0) ns/op\n" }.joined()

  /// How a file can be passed so that it can be read only once; `$F` is the file.
  @Test(arguments: [
    "import --db $DB <(cat $F)", "import --db $DB - < <(cat $F)", "import --db $DB /dev/stdin < $F",
    "import --db $DB - < $F", "import --db $DB --format go-bench <(cat $F)",
    "import --db $DB $T/fifo & cat $F > $T/fifo; wait $!; true #",
  ])
  func aFileThatCanBeReadOnlyOnceIsReadWhole(command: String) throws {
    let file = try write(Self.longBench, to: "b.txt")
    try #require(mkfifo("\(tool.folder)/fifo", 0o600) == 0)
    let result = try bash("F=\(file); \"$0\" \(command)")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      result.output.hasSuffix("1 result with 60,000 values, added\n"), "\(result.output)")
    #expect(
      try tool.value(
        "SELECT count || \" \" || maximum FROM externalSummary".replacing("\"", with: "'"))
        == "60000 59999")
  }

  @Test func everyFormatIsReadFromAPipe() throws {
    for (name, text) in [
      ("hyperfine", #"{"results": [{"command": "a", "times": [1]}]}"#),
      (
        "google-benchmark",
        #"{"context": {}, "benchmarks": [{"name": "a", "iterations": 1, "real_time": 1, "cpu_time": 1, "time_unit": "ns"}]}"#
      ),
      (
        "jmh",
        #"[{"benchmark": "a", "mode": "ss", "primaryMetric": {"scoreUnit": "s/op", "rawData": [[1]]}}]"#
      ),
      ("package-benchmark", #"[{"name": "a - m", "unit": "ns", "value": 1}]"#),
      ("ndjson", #"{"benchmark": "a", "value": 1}"# + "\n"),
    ] {
      let file = try write(text, to: name)
      let result = try bash("\"$0\" import --db $DB <(cat \(file))")
      #expect(result.exitCode == 0, "\(name): \(result.errors)")
      #expect(
        result.output.hasPrefix("standard input: \(name)\nstandard input "), "\(result.output)")
    }
  }

  @Test func publishedNumbersTheirSourcesAndAMappingAreReadFromPipes() throws {
    let bench = try write("BenchmarkX-8 1 5 ns/op\n", to: "b.txt")
    let map = try write(
      """
      name,metric,workload,runtime,variant,parameters,ourMetric
      BenchmarkX-8,ns/op,ping-pong,go,default,rounds=1,none

      """, to: "map.csv")
    let mapped = try bash("\"$0\" import --db $DB --map <(cat \(map)) \(bench)")
    #expect(mapped.exitCode == 0 && mapped.errors == "", "\(mapped.errors)")
    #expect(try tool.value("SELECT workload FROM externalResult") == "ping-pong")

    let both = "Workloads/PingPong/published.csv"
    let published = try bash(
      "\"$0\" import --db $DB --sources <(cat Workloads/sources.csv) - Workloads/TokenRing/published.csv < \(both)"
    )
    #expect(published.exitCode == 0, "\(published.errors)")
    #expect(published.output.hasPrefix("standard input "), "\(published.output)")
    let twice = try tool.run("import", "--db", tool.database, "--map", "-", "-")
    #expect(twice.exitCode == 64 && twice.errors.contains("Standard input can be read only once"))
  }

  @Test func whatHasNoPathIsNamedByItsContentOrByTheUser() throws {
    let name = "SELECT group_concat(path, '; ') FROM (SELECT path FROM importedFile ORDER BY path)"
    for value in [1, 2, 2] {
      let result = try bash("echo BenchmarkX-8 1 \(value) ns/op | \"$0\" import --db $DB -")
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    #expect(
      try tool.value(
        "SELECT count(*) FROM externalVersion WHERE path GLOB 'standard input ????????????'") == "2"
    )
    for value in [1, 2] {
      let result = try bash(
        "echo BenchmarkX-8 1 \(value) ns/op | \"$0\" import --db $DB --as nightly -")
      #expect(result.output.contains("nightly: 1 result with 1 value, added"), "\(result.errors)")
    }
    #expect(try tool.value(name).hasPrefix("nightly; nightly; standard input "))
    #expect(
      try tool.value("SELECT version || ' ' || median FROM externalSummary WHERE path = 'nightly'")
        == "2 2")
    let two = try tool.run("import", "--db", tool.database, "--as", "x", "a", "b")
    #expect(two.exitCode == 64 && two.errors.contains("--as needs exactly one file"))
  }

  @Test func aFileHasOneNameThroughLinksAndFromAnyFolder() throws {
    let file = try write("BenchmarkX-8 1 5 ns/op\n", to: "deep/b.txt")
    let result = try bash(
      """
      ln -s \(file) $T/link; ln -s deep $T/folder
      for name in \(file) $T/link $T/folder/b.txt $T/deep/../deep/b.txt; do "$0" import --db $DB $name; done
      """)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.matches(of: /, as before/).count == 3, "\(result.output)")
    #expect(try tool.value("SELECT path FROM importedFile") == file)
  }

  @Test func aFileOfTheTreeIsKnownByItsPlace() throws {
    let place = "Workloads/PingPong/published.csv"
    let root = ImportTests.root.path
    let result = try bash(
      """
      ln -s \(root)/Workloads $T/link; ln -s \(root)/\(place) $T/mine.csv
      "$0" import --db $DB \(place)
      "$0" import --db $DB ./Workloads/../\(place)
      "$0" import --db $DB \(root)/\(place)
      cd Workloads/PingPong
      "$0" import --db $DB published.csv
      "$0" import --db $DB $T/link/PingPong/published.csv
      "$0" import --db $DB $T/mine.csv
      """)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.ranges(of: "\(place): ").count == 6)
    #expect(try tool.value("SELECT group_concat(path) FROM importedFile") == place)
  }

  /// The numbers of the tree win, also against a file that claims to be of the tree.
  @Test(arguments: [
    "theirs.csv", "Workloads/Theirs/published.csv", "Workloads/TokenRing/published.csv",
  ])
  func aForeignFileThatHasIdentifiersOfTheTreeLosesThem(path: String) throws {
    let place = "Workloads/PingPong/published.csv"
    let lines = try String(
      contentsOf: ImportTests.root.appending(path: place), encoding: .utf8
    ).split(separator: "\n")
    var claimed = ExportTests.reference
    claimed.id = String(lines[1].prefix { $0 != "," })
    try MeasurementStore(path: tool.database, access: .create).importReferences(
      path: path, sha256: String(repeating: "b", count: 64),
      sources: [ExportTests.source(title: "Theirs")], references: [claimed],
      importedAt: ExportTests.moment)
    let result = try tool.run("import", "--db", tool.database)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      result.output.contains("removed 1 number of \"\(path)\", a file from elsewhere"), "\(result)")
    #expect(
      try tool.value(
        "SELECT path FROM reference JOIN importedFile ON importedFile.id = importedFile "
          + "WHERE reference.id = '\(claimed.id)'") == place)
  }

  /// The place is the link, wherever it leads; `--as` cannot name it.
  @Test func aLinkAtAPlaceOfTheTreeIsThatPlace() throws {
    let place = "Workloads/PingPong/published.csv"
    let result = try bash(
      """
      S=$PWD/Workloads/sources.csv; mkdir -p $T/tree/templates $T/tree/Workloads/PingPong $T/other
      cp -r Workloads/runtimes $T/tree/Workloads; cp \(place) $T/other/numbers.csv
      ln -s $T/other/numbers.csv $T/tree/\(place); cd $T/tree
      "$0" import --db $DB --sources $S \(place)
      cd Workloads/PingPong; "$0" import --db $DB --sources $S published.csv
      "$0" import --db $DB --sources $S --as \(place) $T/other/numbers.csv; echo $?
      """)
    #expect(result.output.ranges(of: "\(place): ").count == 2, "\(result.errors)")
    #expect(result.output.hasSuffix("64\n"))
    #expect(result.errors.contains("--as cannot be \"\(place)\""), "\(result.errors)")
    #expect(try tool.value("SELECT group_concat(path) FROM importedFile") == place)
  }

  @Test(arguments: ["/dev/./stdin", "//dev/stdin", "$T/link", "/dev/fd/../fd/0", "/dev/fd/0"])
  func standardInputIsRecognizedByEveryName(name: String) throws {
    let bench = try write("BenchmarkX-8 1 5 ns/op\n", to: "b.txt")
    let result = try bash(
      """
      ln -s /dev/stdin $T/first; ln -s first $T/link
      "$0" import --db $DB \(name) < \(bench)
      cat \(bench) | "$0" import --db $DB \(name)
      "$0" import --db $DB --map - \(name) < \(bench); echo $?
      "$0" import --db $DB \(bench) < \(bench)
      """)
    #expect(result.output.ranges(of: "standard input: go-bench\n").count == 2, "\(result)")
    #expect(result.output.contains("64\n\(bench): go-bench\n"), "\(result)")
    #expect(result.errors.contains("Standard input can be read only once"), "\(result)")
  }

  @Test func twoFilesWithOneNameInTwoFoldersAreBothKept() throws {
    let lines = try String(
      contentsOf: ImportTests.root.appending(path: "Workloads/PingPong/published.csv"),
      encoding: .utf8
    ).split(separator: "\n").map(String.init)
    try #require(lines.count > 2)
    let one = try write("\(lines[0])\n\(lines[1])\n", to: "one/mine.csv")
    _ = try write("\(lines[0])\n\(lines[2])\n", to: "two/mine.csv")
    // The working folder must be in a tree.
    let result = try bash(
      """
      mkdir $T/one/Workloads $T/one/templates $T/two/Workloads $T/two/templates
      cp -r Workloads/runtimes $T/one/Workloads; cp -r Workloads/runtimes $T/two/Workloads
      S=$PWD/Workloads/sources.csv
      for folder in one two; do (cd $T/$folder; "$0" import --db $DB --sources $S mine.csv) || exit 1; done
      """)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try tool.value("SELECT count(*) FROM importedFile") == "2")
    #expect(try tool.value("SELECT count(*) FROM reference") == "2")
    let edited = try write("\(lines[0])\n\(lines[1])\n\(lines[3])\n", to: "one/mine.csv")
    #expect(edited == one)
    let again = try bash(
      "S=$PWD/Workloads/sources.csv; cd $T/one; \"$0\" import --db $DB --sources $S mine.csv")
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(
      try tool.value("SELECT count(*) || ' ' || (SELECT count(*) FROM reference) FROM importedFile")
        .hasSuffix(" 3"))
  }
}
