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

  private func write(_ text: String, to name: String) throws -> String {
    let path = "\(tool.folder)/\(name)"
    let folder = URL(filePath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  /// Runs bash, which has process substitution, with the tool as `$0` and the files of this test in
  /// `$T`.
  private func bash(_ script: String) throws -> BuiltTool.Result {
    try tool.run(
      shell: "exec bash -c 'T=\"\(tool.folder)\"; DB=\"\(tool.database)\"; \(script)' \"$0\"")
  }

  /// More than the first piece that is read.
  private static let longBench = (0..<60_000).map { "BenchmarkX-8 100 \($0) ns/op\n" }.joined()
  private static let criterion = #"{"mean": {"point_estimate": 5.0}}"#

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

  @Test func aPipeInACriterionFolderIsReadAndABrokenLinkIsNamed() throws {
    let cases = [("benchmark.json", true), ("benchmark.json", false), ("sample.json", false)]
    for (file, isDone) in cases {
      let name = "\(UUID())"
      _ = try write(#"{"full_id": "a"}"#, to: "\(name)/a/new/benchmark.json")
      _ = try write(Self.criterion, to: "\(name)/a/new/estimates.json")
      let special = isDone ? "mkfifo $F; cat $T/saved > $F &" : "ln -s $T/none $F"
      let result = try bash(
        """
        F=$T/\(name)/a/new/\(file); if [ -e $F ]; then mv $F $T/saved; fi
        \(special)
        timeout 20 "$0" import --db $DB $T/\(name)
        """)
      #expect(
        isDone == result.output.hasSuffix("1 result with 0 values, added\n"), "\(result)")
      #expect(isDone || result.errors.contains("new/\(file)\": It cannot be read"), "\(result)")
    }
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

  @Test func aCriterionFolderIsFollowedThroughLinks() throws {
    for name in ["a", "b"] {
      _ = try write(#"{"full_id": "\#(name)"}"#, to: "elsewhere/\(name)/new/benchmark.json")
      _ = try write(Self.criterion, to: "elsewhere/\(name)/new/estimates.json")
    }
    let result = try bash(
      """
      mkdir $T/criterion; ln -s ../elsewhere/a $T/criterion/a; cp -r $T/elsewhere/b $T/criterion/b
      ln -s .. $T/criterion/loop; ln -s b $T/criterion/again; ln -s criterion $T/link
      rm -r $T/elsewhere/b; "$0" import --db $DB $T/link
      """)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      result.output.hasSuffix("criterion: 2 results with 0 values, added\n"), "\(result.output)")
    #expect(try tool.value("SELECT group_concat(name, ' ') FROM externalSummary") == "a b")
  }

  @Test func aNameInACriterionFolderThatIsNotUTF8IsNamed() throws {
    for name in ["caf\u{E9}", "a\u{FFFD}"] {
      _ = try write(#"{"full_id": "\#(name)"}"#, to: "criterion/\(name)/new/benchmark.json")
      _ = try write(Self.criterion, to: "criterion/\(name)/new/estimates.json")
    }
    let result = try bash(
      """
      "$0" import --db $DB $T/criterion && cp -r $T/criterion/a* "$T/criterion/$(printf "b\\\\351")"
      exec "$0" import --db $DB $T/criterion
      """)
    #expect(result.output.contains("2 results with 0 values, added\n"), "\(result)")
    #expect(result.exitCode == 1, "\(result)")
    #expect(
      result.errors.contains("criterion\": The name \"b\\xE9\" in it is not UTF-8."), "\(result)")
  }

  /// Nothing is written, and the reason goes to the other stream.
  @Test(arguments: [
    ("list runs --db $DB >> $DB", "standard output leads into the database"),
    ("list runs --db $DB 2>> $DB", "standard error leads into the database"),
    ("list workloads >> $DB", "standard output leads into the database"),
    ("tag 2>> $DB", "standard error leads into the database"),
    ("tag latest x --db $DB >> $DB 2>&1", "code 1"),
    ("tag latest x --db $DB 2>> $DB-wal", "standard error leads into the database"),
    ("tag latest x --db $DB >> $DB-shm", "standard output leads into the database"),
    ("tag latest x --db $T/link 2>> $T/link", "standard error leads into the database"),
    ("import --db $T/new $T/b.txt 2>> $T/new", "\" is also standard error"),
    ("import --db $DB $T/b.txt 2>> $T/b.txt", "b.txt\": It is also standard error"),
    ("import --db $DB $T/b.txt $T/b.txt 2>> $T/b.txt", "2 of 2 files could not"),
    ("import --db $DB - < $T/b.txt >> $T/b.txt", "standard input\": It is also standard output"),
    ("import --db $DB --map $T/b.txt - 2>> $T/b.txt", "b.txt\": It is also standard error"),
  ])
  func aStreamThatLeadsIntoTheDatabaseOrAnInputIsRefused(command: String, message: String) throws {
    _ = try write("BenchmarkX-8 1 5 ns/op\n", to: "b.txt")
    let result = try bash(
      """
      "$0" import --db $DB $T/b.txt > /dev/null; ln -s $DB $T/link
      sum() { cat $DB $DB-* $T/b.txt $T/new 2> /dev/null | sha256sum; }
      before=$(sum); "$0" \(command); echo "code $?"; [ "$(sum)" = "$before" ]
      """)
    #expect(result.exitCode == 0, "\(result)")
    #expect(result.output.hasSuffix("code 1\n"), "\(result)")
    #expect((result.output + result.errors).contains(message), "\(result)")
  }

  @Test(arguments: [
    ("import /dev/zero", "\"/dev/zero\": It is a device."),
    ("import --map /dev/zero $T/b.txt", "\"/dev/zero\": It is a device."),
    ("import --sources $T Workloads/PingPong/published.csv", "It is a folder. Name a file in it."),
    ("import --format jmh $T", "It is a folder. Only criterion uses folders."),
    ("import --map $T/none $T/b.txt", "none\": It cannot be read: No such file"),
    ("import $T/empty", "empty\": It is empty."),
    ("import $T/socket", "socket\": It is a socket."),
    ("merge <(cat $T/b.txt)", "it is a pipe, and a database is a regular file"),
    ("merge -", "a database is a regular file, not standard input"),
    ("merge $T/none", "none\" to merge, so nothing was merged."),
    ("merge $T", "it is a folder, and a database is a regular file"),
    ("query runs --db <(cat $T/b.txt)", "it is a pipe, and a database is a regular file"),
  ])
  func whatIsNoFileIsNamedForWhatItIs(command: String, message: String) throws {
    _ = try write("BenchmarkX-8 1 5 ns/op\n", to: "b.txt")
    _ = try write("", to: "empty")
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) {
      $0.copyBytes(from: "\(tool.folder)/socket".utf8)
    }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    let database = command.contains("--db") ? "" : " --db $DB"
    let result = try bash("exec timeout 20 \"$0\" \(command)\(database)")
    #expect(result.exitCode == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
  }

  /// Ways in which standard input has no end or cannot be read, with the message of whatever reads it.
  private static let unreadable = [
    ("< /tmp", "\"standard input\": It cannot be read: Is a directory."),
    ("<&-", "\"standard input\": It cannot be read: Bad file descriptor."),
    ("0> $T/written", "\"standard input\": It cannot be read: Bad file descriptor."),
  ]

  @Test(
    arguments: [
      "query --sql -", "import -", "import --format jmh -", "import --format references -",
      "import --map - $T/b.txt", "import --sources - Workloads/PingPong/published.csv",
    ], unreadable.indices)
  func standardInputThatCannotBeReadIsAnError(command: String, index: Int) throws {
    let (redirection, message) = Self.unreadable[index]
    _ = try write("BenchmarkX-8 1 5 ns/op\n", to: "b.txt")
    #expect(try bash("\"$0\" import --db $DB $T/b.txt").exitCode == 0)
    let result = try bash("exec timeout 20 \"$0\" \(command) --db $DB \(redirection)")
    #expect(result.exitCode == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  /// It does not fill the memory.
  @Test(arguments: [
    "query --sql -", "import -", "import --format go-bench -", "import --format ndjson -",
    "import --format jmh -", "import --format references -", "import --map - $T/b.txt",
    "import --sources - Workloads/PingPong/published.csv",
  ])
  func standardInputWithoutAnEndIsAnError(command: String) throws {
    _ = try write("BenchmarkX-8 1 5 ns/op\n", to: "b.txt")
    #expect(try bash("\"$0\" import --db $DB $T/b.txt").exitCode == 0)
    let result = try bash(
      "ulimit -v 4000000; exec timeout 60 \"$0\" \(command) --db $DB < /dev/zero")
    #expect(result.exitCode == 1, "\(result.exitCode ?? -1) \(result.errors)")
    #expect(!result.errors.isEmpty)
  }

  @Test func aStatementFromStandardInputHasABoundAndATimeLimit() throws {
    _ = try write("BenchmarkX-8 1 5 ns/op\n", to: "b.txt")
    #expect(try bash("\"$0\" import --db $DB $T/b.txt").exitCode == 0)
    // With a comment of almost the length that is allowed, and with a longer one.
    let result = try bash(
      """
      ask() { timeout 20 "$0" query --db $DB --format csv --sql - "$@" 2>&1 | tr -d \\\\r; }
      { printf "SELECT 7 AS a --"; head -c 999000 /dev/zero | tr \\\\0 x; } | ask
      { printf "SELECT 7 AS a --"; head -c 1000000 /dev/zero | tr \\\\0 x; } | ask
      printf "SELECT \\\\377" | ask
      ask < /dev/null
      { echo "SELECT 7"; sleep 3; } | ask --timeout 0.5
      { sleep 0.5; echo "SELECT 8"; } | ask
      """)
    let lines = result.output.split(separator: "\n")
    #expect(lines.prefix(2) == ["a", "7"], "\(result)")
    let expected = [
      "has more than 1000000 bytes", "is not UTF-8 text", "it is empty", "did not end within 0.5 s",
    ]
    #expect(lines.count == 8, "\(result)")
    for (line, words) in zip(lines.dropFirst(2), expected) {
      #expect(line.contains(words), "\(line)")
    }
    #expect(lines.suffix(2) == ["8", "8"], "\(result)")
  }

  /// The tool says that it waits, and an interruption leaves nothing.
  @Test(.timeLimit(.minutes(1))) func aPipeWithoutAWriterIsAnnouncedAndCanBeInterrupted() throws {
    try #require(mkfifo("\(tool.folder)/fifo", 0o600) == 0)
    let result = try bash(
      """
      set -m; "$0" import --db $DB $T/fifo 2> $T/errors & child=$!
      for attempt in $(seq 100); do grep -q Waiting $T/errors && break; sleep 0.1; done
      kill -INT $child; wait $child; echo "ended $?"; cat $T/errors
      """)
    #expect(result.output.hasPrefix("ended 130\n"), "\(result.output)")
    #expect(result.output.contains("Waiting for the program that writes to"), "\(result.output)")
    #expect(try tool.value("SELECT count(*) FROM importedFile") == "0")
  }
}
