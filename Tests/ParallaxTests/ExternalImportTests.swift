import FoundationEssentials
import Runner
import Testing

/// Imports other tools' files as a user does.
struct ExternalImportTests {
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

  private static let hyperfine = """
    {"results": [{"command": "sleep 0.001", "mean": 0.002, "times": [0.001, 0.003]}]}
    """
  private static let goBench = """
    goos: linux
    BenchmarkPingPong-8 100 1500 ns/op 32 B/op
    BenchmarkPingPong-8 120 1700 ns/op 32 B/op

    """

  @Test func theFormatIsDetectedAndAMappingNamesTheCase() throws {
    let hyperfine = try write(Self.hyperfine, to: "result.json")
    let goBench = try write(Self.goBench, to: "bench.txt")
    let map = try write(
      """
      name,metric,workload,runtime,variant,parameters,ourMetric
      BenchmarkPingPong-8,ns/op,ping-pong,go,default,rounds=1,elapsedNanoseconds
      sleep 9,time,ping-pong,go,default,rounds=1,none
      """, to: "map.csv")
    let result = try tool.run(
      "import", "--db", tool.database, "--map", map, hyperfine, goBench)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      result.output == """
        \(hyperfine): hyperfine
        \(hyperfine): 1 result with 2 values, added
        \(goBench): go-bench
        \(goBench): 2 results with 4 values, added

        """)
    #expect(result.errors == "\(map):3: No result has this name and metric.\n")
    #expect(
      try tool.value(
        """
        SELECT workload || ' ' || runtime || ' ' || parameters || ' ' || median FROM externalSummary
        WHERE ourMetric IS NOT NULL
        """) == "ping-pong go rounds=1 1600.0")
    let again = try tool.run("import", "--db", tool.database, "--map", map, goBench)
    #expect(again.output.hasSuffix("2 results with 4 values, as before\n"))
    let without = try tool.run("import", "--db", tool.database, goBench)
    #expect(without.output.hasSuffix("2 results with 4 values, mapping replaced\n"))
    #expect(try tool.value("SELECT count(*) FROM externalResult WHERE workload <> ''") == "0")
    #expect(try tool.value("SELECT count(*) FROM measurement") == "0")
  }

  @Test func aMappedResultIsOnThePageOfItsWorkload() throws {
    let goBench = try write(Self.goBench, to: "bench|odd.txt")
    let map = try write(
      """
      name,metric,workload,runtime,variant,parameters,ourMetric
      BenchmarkPingPong-8,ns/op,ping-pong,go,default,rounds=1,elapsedNanoseconds
      """, to: "map.csv")
    let imported = try tool.run("import", "--db", tool.database, "--map", map, goBench)
    #expect(imported.exitCode == 0, "\(imported.errors)")
    let out = "\(tool.folder)/report"
    let report = try tool.run("report", "--db", tool.database, "--out", out, "--markdown-only")
    #expect(report.exitCode == 0, "\(report.errors)")
    let page = try String(contentsOfFile: "\(out)/ping-pong.md", encoding: .utf8)
    #expect(page.contains("## Results of other tools"))
    let row = page.split(separator: "\n").first { $0.contains("BenchmarkPingPong-8") }
    #expect(row?.contains("go-bench, bench\\|odd.txt") == true, "\(row ?? "none")")
    #expect(row?.contains("| 2 | 1,600 ns |") == true || row?.contains("| 2 | 1.60 µs |") == true)
    let other = try String(contentsOfFile: "\(out)/skynet.md", encoding: .utf8)
    #expect(!other.contains("## Results of other tools"))
  }

  @Test func theResultsOfOtherToolsAreAskedByTheNameOfAQuery() throws {
    let hyperfine = try write(
      #"{"results": [{"command": "sleep 0.001", "mean": 0.002, "user": 0.001, "times": [0.002]}]}"#,
      to: "a.json")
    let goBench = try write(
      Self.goBench + "BenchmarkPingPong-8 90 1600 ns/op 9 hops\nBenchmarkOther-8 1 5 ns/op\n",
      to: "b.txt")
    let map = try write(
      """
      name,metric,workload,runtime,variant,parameters,ourMetric
      BenchmarkPingPong-8,ns/op,ping-pong,go,v,rounds=1,elapsedNanoseconds
      """, to: "map.csv")
    let imported = try tool.run(
      "import", "--db", tool.database, "--map", map, goBench, hyperfine)
    try #require(imported.exitCode == 0, "\(imported.errors)")
    func asked(_ parameters: String...) throws -> [String] {
      let result = try tool.run(
        shell: "exec \"$0\" query external-results --db '\(tool.database)' --format csv \"$@\"",
        parameters.flatMap { ["--param", $0] })
      #expect(result.exitCode == 0, "\(result.errors)")
      return result.output.split(separator: "\r\n").map(String.init)
    }
    let header =
      "tool,file,version,benchmark,metric,unit,values,median,minimum,maximum,stated,missing,"
      + "mappedTo,toolVersion"
    let mapped =
      "go-bench,\(goBench),1,BenchmarkPingPong-8,ns/op,nanoseconds,3,1600.0,1500,1700,,,"
      + "ping-pong/go:v rounds=1,"
    #expect(
      try asked() == [
        header,
        "hyperfine,\(hyperfine),1,sleep 0.001,time,nanoseconds,1,2000000.0,2000000,2000000,"
          + "mean=2000000.0,,,",
        "hyperfine,\(hyperfine),1,sleep 0.001,user,nanoseconds,0,,,,mean=1000000.0,,,",
        mapped,
        "go-bench,\(goBench),1,BenchmarkPingPong-8,B/op,bytes,2,32.0,32,32,,,,",
        "go-bench,\(goBench),1,BenchmarkPingPong-8,hops,hops,1,9.0,9,9,,,,",
        "go-bench,\(goBench),1,BenchmarkOther-8,ns/op,nanoseconds,1,5.0,5,5,,,,",
      ])
    #expect(try asked("workload=ping-pong") == [header, mapped])
    #expect(try asked("tool=go-bench", "rows=1") == [header, mapped])
    #expect(try asked("tool=jmh") == [header])
  }

  @Test func aFileWithAnErrorDoesNotKeepOthersFromBeingImported() throws {
    let wrong = try write(#"{"results": [{"command": "a", "times": ["x"]}]}"#, to: "wrong.json")
    let right = try write(#"{"results": [{"command": "a", "times": [0.002]}]}"#, to: "right.json")
    let result = try tool.run("import", "--db", tool.database, wrong, "none.json", right)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("wrong.json:1, key \"results[0].times[0]\""), "\(result.errors)")
    #expect(result.errors.contains("none.json"))
    #expect(result.errors.contains("2 of 3 files could not be imported; the others were."))
    #expect(try tool.value("SELECT sum(count) FROM externalSummary") == "1")
  }

  @Test func aFolderOfCriterionIsOneImport() throws {
    for name in ["a", "b"] {
      let folder = "criterion/group/\(name)/new"
      _ = try write(#"{"full_id": "group/\#(name)"}"#, to: "\(folder)/benchmark.json")
      _ = try write(
        #"{"mean": {"point_estimate": 5.0}}"#, to: "\(folder)/estimates.json")
      _ = try write(#"{"iters": [2, 4], "times": [10, 24]}"#, to: "\(folder)/sample.json")
    }
    let folder = "\(tool.folder)/criterion"
    let result = try tool.run("import", "--db", tool.database, folder + "/")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      result.output == "\(folder): criterion\n\(folder): 2 results with 4 values, added\n")
    let again = try tool.run("import", "--db", tool.database, folder)
    #expect(again.output.hasSuffix("2 results with 4 values, as before\n"))
    _ = try write(#"{"iters": [2, 4], "times": [10]}"#, to: "criterion/group/b/new/sample.json")
    let wrong = try tool.run("import", "--db", tool.database, folder)
    #expect(wrong.exitCode == 1)
    #expect(wrong.errors.contains("group/b/new/sample.json:1: \"times\" has 1 values"))
    #expect(try tool.value("SELECT sum(count) FROM externalSummary") == "4")
  }

  @Test func whatCannotBeImportedIsReportedAndLeavesNothing() throws {
    let unknown = try write("hello\n", to: "notes.txt")
    let result = try tool.run("import", "--db", tool.database, unknown)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("notes.txt: The format of the file is unknown. Allowed: hyper"))
    let damaged = try write(Self.goBench + "BenchmarkPingPong-8 100 fast ns/op\n", to: "bench.txt")
    let refused = try tool.run("import", "--db", tool.database, damaged)
    #expect(refused.exitCode == 1)
    #expect(refused.errors.contains("bench.txt:4: The line begins like a result, but \"fast\""))
    let folder = try tool.run("import", "--db", tool.database, "--format", "jmh", tool.folder)
    #expect(folder.errors.contains("It is a folder. Only criterion uses folders."))
    let missing = try tool.run("import", "--db", tool.database, "\(tool.folder)/none")
    #expect(missing.errors.contains("none\": It cannot be read: No such file or directory."))
    #expect(try tool.run("import", "--format", "jmh", "--db", tool.database).exitCode == 64)
    #expect(try tool.value("SELECT count(*) FROM importedFile") == "0")
  }

  /// In blocks of 512 bytes; the file itself is smaller, but its journal grows larger.
  @Test(arguments: [300, 1_200]) func aLimitOfFileSizesLeavesTheOldContent(blocks: Int) throws {
    let path = try importedFileWithNewContent()
    let limited = try tool.run(
      shell: """
        ulimit -f \(blocks)
        exec "$0" import --db '\(tool.database)' '\(path)'
        """)
    #expect(limited.exitCode == 1)
    #expect(limited.output == "\(path): go-bench\n")
    #expect(limited.errors.contains("cannot be written: disk I/O error"))
    try expectTheOldContent(of: path)
    let again = try tool.run("import", "--db", tool.database, path)
    #expect(
      again.output.hasSuffix("2 results with 120,000 values, added as version 2\n"),
      "\(again.errors)")
  }

  /// A file that was imported and has since grown so long that its import can be stopped halfway on
  /// any machine.
  private func importedFileWithNewContent() throws -> String {
    let path = try write(Self.goBench, to: "bench.txt")
    #expect(try tool.run("import", "--db", tool.database, path).exitCode == 0)
    let lines = (0..<60_000).map { "BenchmarkPingPong-8 100 \($0) ns/op 32 B/op\n" }
    return try write("goos: linux\n" + lines.joined(), to: "bench.txt")
  }

  private func expectTheOldContent(of path: String) throws {
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
    #expect(try tool.value("SELECT count(*) FROM pragma_foreign_key_check") == "0")
    #expect(
      try tool.value("SELECT group_concat(value, ' ') FROM externalValue")
        == "1500 1700 32 32")
    #expect(try tool.value("SELECT path FROM importedFile") == path)
  }

  /// An import of a new version that is killed at any moment added all of it or nothing; `size` is that
  /// of the write-ahead log in bytes at the earliest.
  @Test(arguments: [0, 1, 100_000, 300_000])
  func aKillDuringAnImportAddsAllOrNothing(size: Int) throws {
    let path = try importedFileWithNewContent()
    let killed = try tool.run(
      shell: """
        "$0" import --db '\(tool.database)' '\(path)' >/dev/null 2>&1 &
        while kill -0 $! && [ "$(wc -c <'\(tool.database)-wal' || echo 0)" -lt \(size) ]; do :; done \
          2>/dev/null
        kill -KILL $!; wait $!
        """)
    #expect(killed.exitCode == 137 || killed.exitCode == 0)
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
    let wasAdded = try tool.value("SELECT count(*) FROM externalValue") != "4"
    if !wasAdded { try expectTheOldContent(of: path) }
    let again = try tool.run("import", "--db", tool.database, path)
    let outcome = wasAdded ? "as before" : "added as version 2"
    #expect(
      again.output.hasSuffix("2 results with 120,000 values, \(outcome)\n"),
      "\(again.output)\(again.errors)")
    #expect(try tool.value("SELECT count(*) FROM externalValue") == "120004")
  }
}
