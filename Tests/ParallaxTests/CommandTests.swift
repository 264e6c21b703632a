import FoundationEssentials
import Platform
import Store
import Testing

@testable import parallax

/// The built executable, called as a user calls it.
struct CommandTests {
  /// The numbers in the tables of all workloads: the lines below their headers.
  private static func publishedCount() throws -> Int {
    let folder = ImportTests.root.appending(path: "Workloads")
    let tables = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.split(separator: "/").count == 2 && $0.hasSuffix("/published.csv") }
    return try tables.reduce(0) { count, path in
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      return count + text.split(whereSeparator: \.isNewline).count - 1
    }
  }

  @Test func measureImportReportAndPublishGiveOneWholeSite() throws {
    let tool = try BuiltTool()
    let measured = try tool.run(
      "measure", "--preset", "smoke", "--workload", "sleeping-tasks", "--workload", "ping-pong",
      "--workload", "fetch-urls", "--seed", "1", "--db", tool.database)
    #expect(measured.exitCode == 0, "\(measured.errors)")
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
    #expect(
      try tool.value(
        "SELECT count(*) FROM trial WHERE outcome NOT IN ('completed', 'notInstalled', 'refused')")
        == "0")
    #expect(try tool.run("import", "--db", tool.database).exitCode == 0)
    #expect(try tool.value("SELECT count(*) FROM reference") == "\(Self.publishedCount())")

    let report = try tool.run("report", "--db", tool.database, "--out", "\(tool.folder)/report")
    #expect(report.exitCode == 0, "\(report.errors)")
    #expect(report.output == "\(tool.folder)/report/index.html\n")
    let published = try tool.run("publish", "--db", tool.database, "--to", "\(tool.folder)/site")
    #expect(published.exitCode == 0, "\(published.errors)")
    let site = try FileManager.default.contentsOfDirectory(atPath: "\(tool.folder)/site")
    for file in ["index.html", "index.md", "sleeping-tasks.html", "results.sqlite", "style.css"] {
      #expect(site.contains(file))
    }
    let check = try tool.run(
      shell: "cd '\(tool.folder)/site' && sha256sum --check --quiet SHA256SUMS")
    #expect(check.exitCode == 0, "\(check.output)\(check.errors)")
    // The same database and templates give the same bytes. The list of files also has a note about the
    // database file's times, which a reader of the database may change.
    let again = try tool.run("report", "--db", tool.database, "--out", "\(tool.folder)/again")
    #expect(again.exitCode == 0)
    #expect(
      try tool.run(
        shell: "diff -r -x .parallax-files '\(tool.folder)/report' '\(tool.folder)/again'"
      ).exitCode == 0)
  }

  /// A plan continues after SIGKILL, and no finished trial runs again.
  @Test func resumeAfterAKillRepeatsNoFinishedTrial() throws {
    let tool = try BuiltTool()
    let killed = try tool.measure(
      ["--preset", "smoke", "--workload", "sleeping-tasks", "--seed", "2"], until: 2, then: SIGKILL)
    #expect(killed.exitCode == nil, "\(killed.errors)")
    let before = try tool.value(
      "SELECT group_concat(position || ' ' || startedAt) FROM trial ORDER BY position")
    let count = try #require(Int(try tool.value("SELECT count(*) FROM trial")))
    #expect(count >= 2 && count < 12)

    let resumed = try tool.run("measure", "--resume", "--db", tool.database)
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(try tool.value("SELECT count(*) FROM trial") == "12")
    #expect(
      try tool.value(
        "SELECT group_concat(position || ' ' || startedAt) FROM trial WHERE id <= \(count)")
        == before)
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
    let nothingLeft = try tool.run("measure", "--resume", "--db", tool.database)
    #expect(nothingLeft.exitCode == 1)
    #expect(nothingLeft.errors.contains("has no run with trials left"))
  }

  /// The branch holds only the site; the index, the work tree and the current branch stay unchanged.
  @Test func publishingToABranchTouchesNothingElse() throws {
    let tool = try BuiltTool.measured()
    let result = try tool.run(
      shell: """
        set -e
        mkdir '\(tool.folder)/tree' && cp -r Workloads templates '\(tool.folder)/tree'
        mkdir -p '\(tool.folder)/tree/Sources/Store'
        cp Sources/Store/README.md '\(tool.folder)/tree/Sources/Store'
        cd '\(tool.folder)/tree'
        git init -q -b main . && git add . && git config user.name t && git config user.email t@t
        git commit -q -m Begin
        "$0" publish --db '\(tool.database)' --branch pages
        "$0" publish --db '\(tool.database)' --branch pages
        echo "status: $(git status --porcelain)"
        echo "branch: $(git symbolic-ref --short HEAD)"
        echo "commits: $(git rev-list --count pages)"
        echo "names: $(git ls-tree --name-only pages | tr '\\n' ' ')"
        "$0" publish --db '\(tool.database)' --branch main || echo "refused: $?"
        git branch feature && git checkout -q --detach
        for name in main feature HEAD refs/heads/x -x 'a b'; do
          "$0" publish --db '\(tool.database)' "--branch=$name" || echo "refused $name: $?"
        done
        echo "kept: $(git rev-list --count main) $(git rev-list --count feature)"
        """)
    #expect(result.exitCode == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("status: "))
    #expect(lines.contains("branch: main"))
    #expect(lines.contains("commits: 1"))
    #expect(lines.contains("refused: 1"))
    for name in ["main", "feature", "HEAD", "refs/heads/x", "-x", "a b"] {
      #expect(lines.contains("refused \(name): 1"), "\(name): \(result.output)")
    }
    #expect(lines.contains("kept: 1 1"))
    let names = try #require(lines.first { $0.hasPrefix("names: ") })
    #expect(names.contains("index.html") && names.contains("results.sqlite"))
    #expect(!names.contains("Workloads"))
  }

  @Test(arguments: [
    (["repotr"], Int32(64), "Unknown subcommand \"repotr\". Did you mean \"report\"?"),
    (["measure", "--workload", "sleping-tasks"], 64, "Did you mean \"sleeping-tasks\"?"),
    (["measure", "--runtime", "swift-asinc"], 64, "Did you mean \"swift-async\"?"),
    (["measure", "--trials", "0"], 64, "Write a whole number from 1 to 10000."),
    (["measure", "--trials", "-1"], 64, "Write a whole number from 1 to 10000."),
    (["measure", "--trials", "0"], 64, "Usage: parallax measure "),
    (["measure", "--trails", "1"], 64, "Did you mean '--trials'?"),
    (["measure", "--resume", "--preset", "full"], 64, "allows no other option than --db"),
    (["measure", "--certify", "--preset", "full"], 64, "allows no other option than --db"),
    (["compare", "latest", "--runtime", "swift-thread"], 64, "Did you mean \"swift-threads\"?"),
    (["list", "runs", "--runtime", "go"], 64, "--runtime applies to list implementations only."),
    (["measure", "--preset", "quik"], 64, "quik"),
    (["measure", "--resume", "--seed", "3"], 64, "allows no other option than --db"),
    (["query"], 64, "Use either the name of a query or --sql."),
    (["query", "sumary"], 64, "Did you mean \"summary\"?"),
    (["query", "summary", "--param", "x"], 64, "\"x\" does not have the form name=value."),
    (["publish"], 64, "Use either --to DIR or --branch NAME."),
    (["list", "everything"], 64, "everything"),
  ])
  func wrongUsageExitsWith64(arguments: [String], code: Int32, message: String) throws {
    let tool = try BuiltTool()
    try ExportTests.add(
      ExportTests.run, to: MeasurementStore(path: tool.database, access: .create))
    let result = refusal(
      of: arguments + (arguments.first == "list" ? [] : ["--db", tool.database]))
    #expect(result.exitCode == code)
    #expect(result.errors.contains(message), "\(result.errors)")
    withExtendedLifetime(tool) {}
  }

  /// Found in the arguments alone, and with the database.
  @Test(arguments: [["list", "runs", "--runtime", "go"], ["query", "sumary"]])
  func wrongUsageIsSaidOnStandardError(arguments: [String]) throws {
    let tool = try BuiltTool()
    try ExportTests.add(
      ExportTests.run, to: MeasurementStore(path: tool.database, access: .create))
    let result = try tool.run(shell: "exec \"$0\" \"$@\" --db '\(tool.database)'", arguments)
    #expect(result.exitCode == 64)
    #expect(result.errors.hasPrefix("Error: ") && result.output == "", "\(result)")
  }

  @Test func databaseThatIsNotOursIsLeftAlone() throws {
    let tool = try BuiltTool()
    let made = try tool.run(
      shell: "printf 'not a database, but a text of some length' > '\(tool.database)'")
    #expect(made.exitCode == 0)
    for arguments in [["report"], ["measure", "--preset", "smoke"], ["query", "summary"]] {
      let result = try tool.run(
        shell: "exec \"$0\" \"$@\"", arguments + ["--db", tool.database])
      #expect(result.exitCode == 1)
      #expect(result.errors.contains(tool.database), "\(result.errors)")
    }
    let text = try String(contentsOfFile: tool.database, encoding: .utf8)
    #expect(text == "not a database, but a text of some length")
  }

  @Test func faultyPublishedNumbersAreNamedAndNotImported() throws {
    let tool = try BuiltTool()
    let file = "\(tool.folder)/published.csv"
    let real = try String(
      contentsOf: ImportTests.root.appending(path: "Workloads/FetchURLs/published.csv"),
      encoding: .utf8)
    let faulty = real.replacing(",ms,", with: ",parsecs,", maxReplacements: 1)
    try #require(faulty != real)
    try Data(faulty.utf8).write(to: URL(filePath: file))
    let result = try tool.run("import", "--db", tool.database, file)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("published.csv:"), "\(result.errors)")
    #expect(result.errors.contains("parsecs"), "\(result.errors)")
    #expect(try tool.value("SELECT count(*) FROM reference") == "0")
  }
}
