import FoundationEssentials
import Testing

/// The report is written again if and only if one of its inputs has changed.
struct IncrementalReportTests {
  /// A tool with a small measured database, templates of a site of few pages, and the report made from both.
  private func reported() throws -> BuiltTool {
    let tool = try BuiltTool.measured()
    _ = try tool.run(shell: "cp -r templates '\(tool.folder)/templates'")
    let site =
      #"{"name": "Few", "pages": [{"page": "index"}, {"page": "method"}, {"page": "sources"}]}"#
    try Data(site.utf8).write(to: URL(filePath: "\(tool.folder)/templates/site.json"))
    #expect(try isUnchanged(tool) == false)
    #expect(try isUnchanged(tool) == true)
    return tool
  }

  /// Renders the report; returns whether it was left unchanged.
  private func isUnchanged(_ tool: BuiltTool, _ choices: String...) throws -> Bool {
    let result = try tool.run(
      shell: "exec \"$0\" \"$@\"",
      [
        "report", "--db", tool.database, "--out", "\(tool.folder)/report", "--templates",
        "\(tool.folder)/templates",
      ] + choices)
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

  /// Foreign files and times change nothing; templates, choices, the database and the program do.
  @Test func eachInputThatChangesChangesTheReport() throws {
    let tool = try reported()
    try shell(tool, "printf mine > report/mine.txt; touch templates/*")
    #expect(try isUnchanged(tool) == true)
    try shell(tool, "printf '\\nAdded.\\n' >> templates/method.md.mustache")
    #expect(try isUnchanged(tool) == false)
    try shell(tool, "grep -q Added. report/method.md")
    #expect(try isUnchanged(tool, "--markdown-only") == false)
    #expect(try isUnchanged(tool, "--run", "latest") == false)
    #expect(try isUnchanged(tool) == false)
    #expect(try isUnchanged(tool, "--force") == false)
    #expect(try isUnchanged(tool) == true)
    let imported = try tool.run("import", "--db", tool.database)
    #expect(imported.exitCode == 0, "\(imported.errors)")
    #expect(try isUnchanged(tool) == false)
    try shell(tool, "grep -q https:// report/sources.md")
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
