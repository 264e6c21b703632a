import FoundationEssentials
import Testing

@testable import Store

extension BuiltTool {
  /// Creates a source tree with copies of the templates and of the runtimes' files, which a test may
  /// change, and links to the rest; returns its folder.
  func makeTree() throws -> String {
    let made = try run(
      shell: """
        set -e; tree='\(folder)/tree'; mkdir -p "$tree/Workloads"
        cp -r templates "$tree/templates"
        for entry in Workloads/*; do
          case $entry in
            */runtimes) cp -r "$entry" "$tree/Workloads/" ;;
            *) ln -s "$PWD/$entry" "$tree/$entry" ;;
          esac
        done
        """)
    try #require(made.exitCode == 0, "\(made.errors)")
    return "\(folder)/tree"
  }
}

/// What `check` refuses in a tree's own files does not reach a report.
struct ReportTreeTests {
  private let tool: BuiltTool
  private let tree: String

  init() throws {
    tool = try BuiltTool.measured()
    tree = try tool.makeTree()
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(tree)/\(path)"))
  }

  private func run(_ command: String) throws -> BuiltTool.Result {
    try tool.run(shell: "cd '\(tree)' && exec \"$0\" \(command)")
  }

  private var report: String { "report --db '\(tool.database)' --out '\(tool.folder)/out'" }

  @Test func aQueryOfAMissingTableFailsACheckAndIsLeftOutOfTheReport() throws {
    try write(
      "-- title: Lost\n-- question: What is gone?\nSELECT * FROM lost\n",
      to: "templates/queries/gone.sql")
    let checked = try run("check --without-answers")
    #expect(checked.exitCode == 1)
    let problem =
      "SQLite cannot run the query of \"templates/queries/gone.sql\": no such table: lost."
    #expect(checked.output.contains(problem), "\(checked.output)")
    let reported = try run(report)
    #expect(reported.exitCode == 0, "\(reported.errors)")
    #expect(
      reported.errors.contains("Warning: The report leaves out templates/queries/gone.sql."),
      "\(reported.errors)")
    let page = try String(contentsOfFile: "\(tool.folder)/out/data.md", encoding: .utf8)
    #expect(page.contains("Slowest cases") && !page.contains("What is gone?"))
  }

  /// One tree has all of them, since a report takes seconds.
  @Test func queriesThatCannotBeReadOrHaveNoEndAreLeftOutOfTheReport() throws {
    let header = "-- title: Odd\n-- question: What is odd?\n"
    try write(header + "-- param a wrong: b\nSELECT :a\n", to: "templates/queries/typed.sql")
    try write("", to: "templates/queries/empty.sql")
    try Data([0x2D, 0x2D, 0xFF]).write(to: URL(filePath: "\(tree)/templates/queries/bytes.sql"))
    try write(
      header + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n\n",
      to: "templates/queries/endless.sql")
    let reported = try run(report)
    #expect(reported.exitCode == 0, "\(reported.errors)")
    let errors = reported.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for (name, problem) in [
      ("typed", "templates/queries/typed.sql:3: \"wrong\" is not a type"),
      ("empty", "templates/queries/empty.sql:1: \"-- title: …\" is missing"),
      ("bytes", "\"templates/queries/bytes.sql\": It is not UTF-8 text."),
      ("endless", "The query of \"templates/queries/endless.sql\" took longer than 2.0 seconds"),
    ] {
      let warning = "Warning: The report leaves out templates/queries/\(name).sql. \(problem)"
      #expect(errors.contains(warning), "\(errors)")
    }
    let page = try String(contentsOfFile: "\(tool.folder)/out/data.md", encoding: .utf8)
    #expect(page.contains("Slowest cases") && !page.contains("What is odd?"))
  }

  @Test(arguments: ["queries/zz.sql", "claims/zz.json"])
  func aPipeInTheTreeIsAnErrorAtOnce(path: String) throws {
    let made = try tool.run(shell: "mkfifo '\(tree)/templates/\(path)'")
    try #require(made.exitCode == 0, "\(made.errors)")
    let list = path.hasPrefix("queries") ? "list queries" : "list claims"
    for command in [list, "check --without-answers", report] {
      let result = try run(command)
      #expect(result.exitCode == 1)
      let text = result.output + result.errors
      #expect(text.contains("zz."), "\(command): \(text)")
      #expect(text.contains("it is a pipe, not a regular file"), "\(command): \(text)")
    }
  }

  /// What is missing from a result is said beside it.
  @Test func aRunThatCannotBeUsedIsNamedWhereverItIsLeftOut() throws {
    let id = try tool.value("SELECT uuid FROM run")
    try MeasurementStore(path: tool.database, access: .open).execute(
      "PRAGMA ignore_check_constraints = ON; UPDATE run SET startedAt = 'x'")
    for (command, code) in [
      ("export --db '\(tool.database)'", Int32(0)), (report, 0),
      ("compare latest --db '\(tool.database)'", 1), ("list runs --db '\(tool.database)'", 0),
    ] {
      let result = try run(command)
      #expect(result.exitCode == code, "\(command): \(result.errors)")
      let errors = result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(errors.contains("Warning: run.startedAt of run \(id)"), "\(command): \(errors)")
    }
    let page = try String(contentsOfFile: "\(tool.folder)/out/index.md", encoding: .utf8)
    #expect(page.contains("No run of the database can be used."))
    #expect(page.contains("**Left out:** run.startedAt of run"))
    #expect(!page.contains("Nothing has been measured yet"))
  }

  @Test(arguments: [
    ("\"source\": \"", "\"source\": \"no-", "is not a known source"),
    ("\"tasks\": 100000", "\"tasks\": 7", "no size of"),
  ])
  func aClaimThatACheckRefusesIsNotPublished(
    text: String, changed: String, problem: String
  ) throws {
    let path = "templates/claims/go-memory-at-100k.json"
    let claim = try String(contentsOfFile: "\(tree)/\(path)", encoding: .utf8)
    let wrong = claim.replacing(text, with: changed)
    try #require(wrong != claim)
    try write(wrong, to: path)
    let checked = try run("check --without-answers")
    #expect(checked.exitCode == 1)
    let reported = try run(report)
    #expect(reported.exitCode == 1)
    let line = try #require(
      checked.output.split(separator: "\n").first { $0.contains(problem) }, "\(checked.output)")
    #expect(reported.errors.contains(line.drop { $0 == " " }), "\(reported.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/out"))
  }
}
