import FoundationEssentials
import Runner
import Testing

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
  /// After each kill the run is completed, and what was stored before is unchanged.
  @Test(.enabled(if: hasProc, "needs /proc"), arguments: 0..<18)
  func aKillAtAnyMomentLosesNothing(step: Int) async throws {
    let tool = try BuiltTool()
    let mark = "PARALLAX_TEST=\(UUID().uuidString)"
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
    let mark = "PARALLAX_TEST=\(UUID().uuidString)"
    let isSeen = "\(tool.folder)/seen"
    // The script itself looks for the trial, because other tests may occupy all our threads.
    let killed = try tool.run(
      shell: """
        env \(mark) "$0" measure --preset standard --workload sleeping-tasks \
          --runtime swift-async --seed 1 --db '\(tool.database)' >/dev/null 2>&1 &
        for attempt in $(seq 1000); do
          for process in /proc/[0-9]*; do
            if grep -qsz -- --hold-milliseconds $process/cmdline &&
              grep -qszx '\(mark)' $process/environ; then touch '\(isSeen)'; break 2; fi
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
      "$0" measure --preset smoke --workload spawn-many --runtime swift-async --trials 90 --seed 1 \
        --db $db; echo "ended $?"
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

  /// Neither a full disk nor a closed descriptor may pass as success, and nothing else gets the text.
  @Test func outputThatCannotBeWrittenIsAnError() throws {
    let tool = try BuiltTool()
    let measured = try tool.run(
      "measure", "--preset", "smoke", "--workload", "spawn-many", "--runtime", "swift-async",
      "--db", tool.database)
    try #require(measured.exitCode == 0, "\(measured.errors)")
    let database = "--db '\(tool.database)'"
    let commands = [
      "--help", "--version", "list workloads", "list --help", "check --without-answers",
      "datasette \(database)", "query runs \(database)", "export \(database)",
      "compare latest \(database)", "name latest one \(database)",
      "report \(database) --out '\(tool.folder)/site'",
    ]
    for command in commands {
      for redirection in [">/dev/full", ">&-"] {
        let result = try tool.run(shell: "\"$0\" \(command) \(redirection)")
        #expect(result.exitCode == 1, "\(command) \(redirection): \(result.errors)")
        #expect(result.errors.contains("written"), "\(command) \(redirection): \(result.errors)")
      }
    }
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
  }
}
