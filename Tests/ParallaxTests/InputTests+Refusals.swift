import FoundationEssentials
import Platform
import Store
import Testing

/// Inputs that are no files, have no end, or are also an output.
extension InputTests {
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
    _ = try MeasurementStore(path: tool.database, access: .create)
    let result = try bash(
      """
      ln -s $DB $T/link
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
    _ = try MeasurementStore(path: tool.database, access: .create)
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
    _ = try MeasurementStore(path: tool.database, access: .create)
    let result = try bash(
      "ulimit -v 4000000; exec timeout 60 \"$0\" \(command) --db $DB < /dev/zero")
    #expect(result.exitCode == 1, "\(result.exitCode ?? -1) \(result.errors)")
    #expect(!result.errors.isEmpty)
  }

  @Test func aStatementFromStandardInputHasABoundAndATimeLimit() throws {
    _ = try write("BenchmarkX-8 1 5 ns/op\n", to: "b.txt")
    _ = try MeasurementStore(path: tool.database, access: .create)
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
