import FoundationEssentials
import Testing

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
    tool = try BuiltTool()
    tree = try tool.makeTree()
    let measured = try tool.run(
      "measure", "--preset", "smoke", "--workload", "fetch-urls", "--runtime", "swift-async",
      "--db", tool.database)
    try #require(measured.exitCode == 0, "\(measured.errors)")
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
      reported.errors.contains("Warning: The report leaves out the query gone."),
      "\(reported.errors)")
    let page = try String(contentsOfFile: "\(tool.folder)/out/data.md", encoding: .utf8)
    #expect(page.contains("Slowest cases") && !page.contains("What is gone?"))
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
