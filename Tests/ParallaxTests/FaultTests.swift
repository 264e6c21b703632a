import FoundationEssentials
import Runner
import Testing

@testable import parallax

/// Faults that a measurement must survive: a killed tool, a full disk, a read-only file system.
struct FaultTests {
  /// Whether the system allows mounting a file system in a namespace, and has `/proc`.
  static let canMount: Bool = {
    let child = ChildProcess(
      program: "unshare",
      arguments: ["--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"],
      timeLimit: .seconds(60))
    return (try? child.run())?.ending == .exited(code: 0)
  }()
  static let hasProc = FileManager.default.fileExists(atPath: "/proc/self/environ")

  /// The processes that have the text in their environment.
  private func processes(with mark: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      guard name.allSatisfy(\.isNumber),
        let environment = FileManager.default.contents(atPath: "/proc/\(name)/environ")
      else { return false }
      return String(decoding: environment, as: UTF8.self).contains(mark)
    }
  }

  /// Waits, for at most two seconds, until no process has the text.
  private func expectEnd(ofProcessesWith mark: String) async throws {
    for _ in 0..<200 {
      if try processes(with: mark).isEmpty { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("They outlived the tool: \(try processes(with: mark))")
  }

  private func expectWhole(_ tool: BuiltTool) throws {
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
    #expect(try tool.value("SELECT count(*) FROM pragma_foreign_key_check") == "0")
  }

  /// From before the database exists until after the run is finished.
  ///
  /// After each kill the run is completed, and what was stored before is unchanged. `make faults` tries many
  /// more moments.
  @Test(.enabled(if: hasProc, "needs /proc"), arguments: [0, 5, 9, 13, 17])
  func aKillAtAnyMomentLosesNothing(step: Int) async throws {
    let tool = try BuiltTool()
    // A variable that trials and fixtures get from the tool's environment.
    let mark = "TMPDIR=\(tool.folder)"
    let start = "measure --preset smoke --seed 3 --workload spawn-many --workload fetch-urls"
    // Closer together at the start, when the database is created and the run begins.
    let seconds = Double(step * step) * 0.004
    let killed = try tool.run(
      shell: """
        env \(mark) "$0" \(start) --db '\(tool.database)' >/dev/null 2>&1 &
        sleep \(seconds); kill -KILL $!; wait $!; exit 0
        """)
    #expect(killed.exitCode == 0, "\(killed.errors)")
    try await expectEnd(ofProcessesWith: mark)

    let stored = "SELECT group_concat(position || ' ' || startedAt) FROM trial WHERE position < "
    let state = try tool.run(
      "query", "--db", tool.database, "--format", "csv", "--sql",
      "SELECT count(*) || ' ' || (SELECT count(*) FROM trial) FROM run WHERE finishedAt IS NULL")
    let counts = state.output.split(whereSeparator: \.isNewline).last?.split(separator: " ") ?? []
    guard state.exitCode == 0, counts.first == "1" else {
      // Killed before the run began or after it finished: a new run starts without trouble.
      let again = try tool.run(shell: "exec \"$0\" \(start) --db '\(tool.database)'")
      #expect(again.exitCode == 0, "\(again.errors)")
      return try expectWhole(tool)
    }
    try expectWhole(tool)
    let done = try #require(counts.last.flatMap { Int($0) })
    let before = try tool.value(stored + "\(done)")
    let resumed = try tool.run("measure", "--resume", "--db", tool.database)
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(try tool.value(stored + "\(done)") == before)
    #expect(
      try tool.value(
        "SELECT (SELECT count(*) FROM trial) - (SELECT count(*) FROM plannedTrial)") == "0")
    try expectWhole(tool)
  }

  /// Each trial sleeps ten seconds; a killed tool must not leave one running.
  @Test(.enabled(if: hasProc, "needs /proc")) func noTrialOutlivesAKilledTool() async throws {
    let tool = try BuiltTool()
    // A variable that trials and fixtures get from the tool's environment.
    let mark = "TMPDIR=\(tool.folder)"
    let isSeen = "\(tool.folder)/seen"
    // The script itself looks for the trial, because other tests may occupy all our threads.
    let killed = try tool.run(
      shell: """
        env \(mark) "$0" measure --preset standard --workload sleeping-tasks \
          --runtime swift-async --seed 1 --db '\(tool.database)' >/dev/null 2>&1 &
        for attempt in $(seq 1000); do
          for file in $(grep -lsz -- --hold-milliseconds /proc/[0-9]*/cmdline); do
            if grep -qszx '\(mark)' ${file%/cmdline}/environ; then touch '\(isSeen)'; break 2; fi
          done
          sleep 0.02
        done
        kill -KILL $!
        """)
    #expect(killed.exitCode == 0)
    #expect(FileManager.default.fileExists(atPath: isSeen), "no trial was seen")
    try await expectEnd(ofProcessesWith: mark)
  }

  /// Runs a script with a separate file system on the folder `disk`, with the tool as `$0`.
  private func onDisk(_ size: String, of tool: BuiltTool, _ script: String) throws
    -> BuiltTool.Result
  {
    let disk = "\(tool.folder)/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    return try tool.run(
      shell: """
        exec unshare --map-root-user --mount sh -c '
          disk=\(disk); db=$disk/results.sqlite
          mount -t tmpfs -o size=\(size) none $disk || exit 99
          \(script)' "$0"
        """)
  }

  @Test(.enabled(if: canMount, "needs user namespaces")) func aFullDiskEndsCleanly() throws {
    let tool = try BuiltTool()
    let result = try onDisk(
      "600k", of: tool,
      """
      stored() { "$0" query --db $db --format csv --sql "SELECT count(*) FROM trial" | tail -n 1; }
      "$0" measure --preset smoke --workload parallel-compute --runtime swift-async --trials 90 \
        --seed 1 --db $db; echo "ended $?"
      mount -o remount,size=20m $disk || exit 97
      before=$(stored | tr -d "\\r")
      [ "$before" -gt 0 ] && [ "$before" -lt 90 ] && echo "some kept"
      "$0" measure --resume --db $db >/dev/null 2>&1; echo "resumed $?"
      echo "stored $(stored)"
      "$0" query --db $db --format csv --sql "PRAGMA integrity_check"
      """)
    #expect(result.errors.contains("The disk is too full for"), "\(result.errors)")
    #expect(result.errors.contains("The trial that had just finished is kept in \""))
    for line in ["ended 1\n", "some kept\n", "resumed 0\n", "stored 90\r\n", "ok\r\n"] {
      #expect(result.output.contains(line), "\(result.output)")
    }
  }

  @Test(.enabled(if: canMount, "needs user namespaces"))
  func anImportForWhichThereIsNoRoomLeavesWhatWasThere() throws {
    let tool = try BuiltTool()
    let result = try onDisk(
      "900k", of: tool,
      """
      bench() { seq $1 | sed "s/.*/BenchmarkX-8 100 & ns\\/op/" > $disk/../bench.txt; }
      ask() { "$0" query --db $db --format csv --sql "$1" | tail -n 1; }
      bench 7; "$0" import --db $db $disk/../bench.txt >/dev/null || exit 98
      before=$(ask "SELECT * FROM externalSummary, importedFile")
      bench 200000; "$0" import --db $db $disk/../bench.txt >/dev/null; echo "ended $?"
      mount -o remount,size=40m $disk || exit 97
      [ "$(ask "SELECT * FROM externalSummary, importedFile")" = "$before" ] && echo "as before"
      ask "PRAGMA integrity_check"; ask "SELECT count(*) FROM pragma_foreign_key_check"
      "$0" import --db $db $disk/../bench.txt >/dev/null; echo "again $?"
      ask "SELECT sum(count) FROM externalSummary"
      """)
    #expect(result.errors.contains("The disk is too full for"), "\(result.errors)")
    #expect(
      result.output == "ended 1\nas before\nok\r\n0\r\nagain 0\n200000\r\n", "\(result.output)")
  }

  @Test(.enabled(if: canMount, "needs user namespaces"))
  func aReadOnlyFileSystemIsReported() throws {
    let tool = try BuiltTool()
    let result = try onDisk(
      "4m", of: tool,
      """
      measure="$0 measure --preset smoke --workload spawn-many --runtime swift-async --db $db"
      $measure >/dev/null 2>&1 || exit 98
      mount -o remount,ro $disk || exit 97
      $measure; echo "ended $?"
      echo "BenchmarkX-8 1 2 ns/op" > $disk/../bench.txt
      "$0" import --db $db $disk/../bench.txt; echo "imported $?"
      "$0" query --db $db --format csv --sql "SELECT count(*) FROM run"
      """)
    #expect(result.output.contains("ended 1\nimported 1\n"), "\(result.output) \(result.errors)")
    let refusals = result.errors.split(separator: "\n").filter {
      $0.contains("results.sqlite\" cannot be written:")
    }
    #expect(refusals.count == 2, "\(result.errors)")
    #expect(result.output.hasSuffix("1\r\n"))
  }

  /// A command of every kind of output.
  private static func kinds(_ database: String) -> [String] {
    [
      "list presets", "--help", "--generate-completion-script bash",
      "---completion query -- positional@0 1 0 ''", "export \(database)",
      "compare latest \(database)", "query runs \(database)", "tag latest one \(database)",
    ]
  }

  /// Every other command and format; help of any subcommand is printed in one place.
  private static func others(_ database: String, _ folder: String) -> [String] {
    let lists = OutputFormat.allCases.dropFirst().map { "list presets --format \($0.rawValue)" }
    let exports = ExportFormat.allCases.map { "export --format \($0.rawValue) \(database)" }
    let comparisons = OutputFormat.allCases.map {
      "compare latest --format \($0.rawValue) \(database)"
    }
    return lists + exports + comparisons + [
      "measure --help", "--version", "help list", "check --without-answers",
      "datasette \(database)",
      "name latest one \(database)", "list runs \(database)", "doctor",
      "measure --dry-run \(database)", "report \(database) --out '\(folder)/site'",
    ]
  }

  /// Neither a full disk, nor a limit of file sizes, nor a closed descriptor may pass as success, and
  /// nothing else gets the text; a reader that is gone ends a command quietly.
  @Test func outputThatCannotBeWrittenIsAnError() throws {
    let tool = try BuiltTool.measured()
    let prepare = """
      cd '\(ImportTests.root.path)'; mkfifo '\(tool.folder)/pipe' 2>/dev/null
      try() { echo "$1 $2 $(grep -c 'be written' '\(tool.folder)/errors')" ; }
      """
    for command in Self.kinds("--db '\(tool.database)'") {
      let result = try tool.run(
        shell: """
          \(prepare)
          "$0" \(command) >/dev/full 2>'\(tool.folder)/errors'; try full $?
          "$0" \(command) >&- 2>'\(tool.folder)/errors'; try closed $?
          exec 3<>'\(tool.folder)/pipe' 4>'\(tool.folder)/pipe' 3<&-
          "$0" \(command) >&4 2>'\(tool.folder)/errors'; try pipe $?
          """)
      #expect(
        result.output == "full 1 1\nclosed 1 1\npipe 141 0\n", "\(command): \(result.output)")
    }
    for command in Self.others("--db '\(tool.database)'", tool.folder) {
      let result = try tool.run(
        shell: "\(prepare); \"$0\" \(command) >/dev/full 2>'\(tool.folder)/errors'; try full $?")
      #expect(result.output == "full 1 1\n", "\(command): \(result.output)")
    }
    let limited = try tool.run(
      shell:
        "ulimit -f 0; \"$0\" --help >'\(tool.folder)/help' 2>&1; echo $?; \"$0\" list runs 2>&1")
    #expect(limited.output.hasPrefix("1\n"), "\(limited.output)")
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
  }

  /// What is lost on standard error has no other place, so the exit code says it.
  @Test func aMessageThatCannotBeWrittenIsAnError() throws {
    let tool = try BuiltTool()
    let measure =
      "\"$0\" measure --preset smoke --workload parallel-compute --runtime swift-async "
      + "--db '\(tool.database)'"
    let result = try tool.run(
      shell: """
        \(measure) >/dev/null 2>&1; echo $?
        for errors in /dev/full /dev/null; do
          "$0" compare latest --db '\(tool.database)' >/dev/null 2>$errors; echo $?
        done
        "$0" compare latest --db '\(tool.database)' >/dev/null 2>&-; echo $?
        \(measure) >/dev/null 2>/dev/full; echo $?
        "$0" list workloads >/dev/null 2>/dev/full; echo $?
        "$0" query nothing --db '\(tool.database)' 2>/dev/full; echo $?
        """)
    #expect(result.output == "0\n1\n0\n1\n1\n0\n64\n", "\(result.output)")
    #expect(try tool.value("SELECT count(*) FROM trial") == "2")
  }

  /// No command dies of a signal or hangs, however few files it may open.
  @Test func tooFewDescriptorsAreAnError() throws {
    let tool = try BuiltTool()
    let database = "--db '\(tool.database)'"
    let commands = [
      "measure --preset smoke --workload spawn-many --runtime swift-async \(database)",
      "list runs \(database)", "query runs \(database)", "compare latest \(database)",
      "report \(database) --out '\(tool.folder)/site'", "check --without-answers", "doctor",
      "serve --port 0 --dir '\(tool.folder)/none'", "list implementations",
      "export \(database) --out '\(tool.folder)/out.csv'", "import \(database)",
    ]
    try #require(try tool.run(shell: "\"$0\" \(commands[0])").exitCode == 0)
    // The limit is tried before the command is read, so that one command shows what each limit does. With
    // fewer than six, the system cannot load the libraries of a debug build.
    let calls = [6, 12, 66].map { ($0, commands[1]) } + commands.map { (40, $0) }
    let result = try tool.run(
      shell: """
        \(calls.map { "(ulimit -n \($0); \"$0\" \($1)) 2>&1" }.joined(separator: "\n"))
        (ulimit -n 80; "$0" \(commands[0])) >/dev/null 2>&1; echo "80: $?"
        """)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == calls.count + 1)
    #expect(
      lines.dropLast().allSatisfy { $0.hasPrefix("Error: this process may open only ") },
      "\(result.output)")
    #expect(lines.last == "80: 0", "\(result.output)")
    try expectWhole(tool)
  }
}
