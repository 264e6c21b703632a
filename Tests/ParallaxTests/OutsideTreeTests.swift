import FoundationEssentials
import Store
import Testing

@testable import parallax

/// The tool alone with a database, in a folder with nothing else.
@Suite(
  .enabled(
    if: EmbeddedTree.isThere,
    "The tool carries no files of its source tree. Run scripts/embed-tree, and build again."))
struct OutsideTreeTests {
  let tool: BuiltTool

  init() throws {
    tool = try BuiltTool()
    try ExportTests.add(
      ExportTests.run, to: MeasurementStore(path: tool.database, access: .create))
    try FileManager.default.copyItem(
      atPath: BuiltTool.path, toPath: "\(tool.folder)/parallax")
  }

  /// Runs the copied tool in its folder; it keeps its temporary files in a folder beside it.
  private func run(_ arguments: String...) throws -> BuiltTool.Result {
    try tool.run(
      shell: "cd '\(tool.folder)' && mkdir -p tmp && TMPDIR=\"$PWD/tmp\" exec ./parallax \"$@\"",
      arguments)
  }

  private func leftovers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(tool.folder)/tmp")
  }

  @Test func queriesOfTheToolAnswer() throws {
    let listed = try run("list", "queries", "--format", "csv")
    #expect(listed.exitCode == 0 && listed.output.contains("\r\nruns,"), "\(listed.errors)")
    let asked = try run("query", "runs", "--db", "results.sqlite", "--format", "csv")
    #expect(asked.exitCode == 0, "\(asked.errors)")
    #expect(asked.output.contains(ExportTests.run.prefix(8)), "\(asked.output)")
    let metadata = try run("datasette", "--db", "results.sqlite")
    #expect(metadata.exitCode == 0 && metadata.output.contains("\"queries\""))
    #expect(try leftovers() == [])
  }

  @Test func resultsOfOtherToolsAreImported() throws {
    try Data("BenchmarkX-8 1 5 ns/op\n".utf8).write(to: URL(filePath: "\(tool.folder)/b.txt"))
    let result = try run("import", "--db", "results.sqlite", "b.txt")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("b.txt: 1 result with 1 value, added\n"), "\(result.output)")
    let published = try run("import", "--db", "results.sqlite")
    #expect(published.exitCode == 0, "\(published.errors)")
    #expect(published.output.hasPrefix("Workloads/"), "\(published.output)")
    #expect(try leftovers() == [])
  }

  @Test func aReportIsTheSameAsInTheTree() throws {
    let report = try run("report", "--db", "results.sqlite", "--out", "report")
    #expect(report.exitCode == 0, "\(report.errors)")
    let inTree = try tool.run(
      "report", "--db", tool.database, "--out", "\(tool.folder)/other")
    #expect(inTree.exitCode == 0, "\(inTree.errors)")
    let page = "ping-pong.md"
    let text = try String(contentsOfFile: "\(tool.folder)/report/\(page)", encoding: .utf8)
    #expect(text.contains("## Listings"))
    // A tree that has changed since the tool was built is another matter.
    let parts = try [text, String(contentsOfFile: "\(tool.folder)/other/\(page)", encoding: .utf8)]
      .map { $0.split(separator: "## Repeat it")[0].split(separator: "## Contract")[0] }
    #expect(parts[0] == parts[1])
    let again = try run("report", "--db", "results.sqlite", "--out", "report")
    #expect(again.errors.contains("Nothing has changed"), "\(again.errors)")
    #expect(try leftovers() == [])
  }

  @Test func aTreeAroundTheFolderWins() throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: "\(tool.folder)/templates/queries", withIntermediateDirectories: true)
    try files.createDirectory(
      atPath: "\(tool.folder)/Workloads", withIntermediateDirectories: true)
    try files.copyItem(
      atPath: ImportTests.root.appending(path: "Workloads/runtimes").path,
      toPath: "\(tool.folder)/Workloads/runtimes")
    try Data("-- title: Own\n-- question: One?\nSELECT 1 AS one\n".utf8)
      .write(to: URL(filePath: "\(tool.folder)/templates/queries/own.sql"))
    let listed = try run("list", "queries", "--format", "csv")
    #expect(listed.output == "query,question,parameters\r\nown,One?,\r\n", "\(listed.errors)")
  }

  @Test func whatNeedsATreeSaysSo() throws {
    let result = try run("check")
    #expect(result.exitCode == 1 && result.errors.contains("There is no Parallax source tree"))
  }
}
