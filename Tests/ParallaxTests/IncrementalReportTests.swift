import FoundationEssentials
import Testing

/// The report is written again if and only if one of its inputs has changed.
struct IncrementalReportTests {
  /// A tool with a small measured database, a copy of the templates, and the report made from both.
  private func reported() throws -> BuiltTool {
    let tool = try BuiltTool()
    let measured = try tool.run(
      "measure", "--preset", "smoke", "--workload", "fetch-urls", "--runtime", "swift-async",
      "--db", tool.database)
    try #require(measured.exitCode == 0, "\(measured.errors)")
    _ = try tool.run(shell: "cp -r templates '\(tool.folder)/templates'")
    #expect(try isUnchanged(tool) == false)
    #expect(try isUnchanged(tool) == true)
    return tool
  }

  /// Renders the report; returns whether it was left unchanged.
  private func isUnchanged(_ tool: BuiltTool, _ choices: String...) throws -> Bool {
    let result = try tool.run(
      shell: "exec \"$0\" \"$@\"",
      ["report", "--db", tool.database, "--out", "\(tool.folder)/report"]
        + (choices.isEmpty ? ["--templates", "\(tool.folder)/templates"] : choices))
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("\(tool.folder)/report/index."))
    return result.errors.contains("Nothing has changed")
  }

  private func shell(_ tool: BuiltTool, _ script: String) throws {
    let result = try tool.run(shell: "set -e; cd '\(tool.folder)'; " + script)
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test func missingPagesComeBackAndEditedOnesAreKept() throws {
    let tool = try reported()
    try shell(tool, "cp -r report whole; printf x >> report/method.html; rm report/style.css")
    let result = try tool.run(
      "report", "--db", tool.database, "--out", "\(tool.folder)/report", "--templates",
      "\(tool.folder)/templates")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("/report/method.html\" was changed since"), "\(result.errors)")
    try shell(tool, "grep -q 'x$' report/method.html; rm report/method.html")
    #expect(try isUnchanged(tool) == false)
    try shell(tool, "diff -r report whole")
    #expect(try isUnchanged(tool) == true)
  }

  @Test func foreignFilesChangeNothing() throws {
    let tool = try reported()
    try shell(tool, "printf mine > report/mine.txt")
    #expect(try isUnchanged(tool) == true)
  }

  @Test func writtenDatabaseChangesTheReport() throws {
    let tool = try reported()
    let named = try tool.run("import", "--db", tool.database)
    #expect(named.exitCode == 0, "\(named.errors)")
    #expect(try isUnchanged(tool) == false)
    let sources = try String(contentsOfFile: "\(tool.folder)/report/sources.md", encoding: .utf8)
    #expect(sources.contains("https://"))
  }

  @Test func editedTemplateChangesTheReport() throws {
    let tool = try reported()
    try shell(tool, "printf '\\nAdded.\\n' >> templates/method.md.mustache")
    #expect(try isUnchanged(tool) == false)
    try shell(tool, "grep -q Added. report/method.md")
    try shell(tool, "touch templates/*")
    #expect(try isUnchanged(tool) == true)
  }

  @Test func otherChoicesChangeTheReport() throws {
    let tool = try reported()
    let templates = ["--templates", "\(tool.folder)/templates"]
    #expect(try isUnchanged(tool, templates[0], templates[1], "--markdown-only") == false)
    #expect(try isUnchanged(tool, templates[0], templates[1], "--run", "latest") == false)
    #expect(try isUnchanged(tool) == false)
    #expect(try isUnchanged(tool, templates[0], templates[1], "--force") == false)
    #expect(try isUnchanged(tool) == true)
  }

  @Test func replacedProgramChangesTheReport() throws {
    let tool = try reported()
    let result = try tool.run(
      shell: """
        cp "$0" '\(tool.folder)/parallax' && \
        exec '\(tool.folder)/parallax' report --db '\(tool.database)' \
          --out '\(tool.folder)/report' --templates '\(tool.folder)/templates'
        """)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(!result.errors.contains("Nothing has changed"))
  }
}
