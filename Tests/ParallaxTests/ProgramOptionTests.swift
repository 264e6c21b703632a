import ArgumentParser
import FoundationEssentials
import Testing

@testable import parallax

/// Programs of the user, measured and shown by the built tool.
struct ProgramOptionTests {
  let tool: BuiltTool

  init() throws { tool = try BuiltTool() }

  private static let programs = ["--program", "fast=true", "--program", "slow=sleep 0.02"]

  @Test func programsAreMeasuredAndShown() throws {
    func run(_ arguments: String...) throws -> BuiltTool.Result {
      try tool.run(shell: "exec \"$0\" \"$@\"", arguments + ["--db", tool.database])
    }
    let measured = try tool.run(
      shell: "exec \"$0\" \"$@\"",
      ["measure", "--trials", "5", "--db", tool.database] + Self.programs)
    #expect(measured.exitCode == 0, "\(measured.errors)")
    #expect(measured.output.contains("10 completed"), "\(measured.output)")
    let rows = try run(
      "query", "--format", "csv", "--sql",
      "SELECT runtime FROM caseSummary WHERE metric = 'elapsedNanoseconds' AND workload = 'programs' "
        + "ORDER BY median")
    #expect(rows.output.split(whereSeparator: \.isNewline) == ["runtime", "fast", "slow"])
    // The compiler, the commit and the build of the tree say nothing about programs of the user.
    let known = try run(
      "query", "--format", "csv", "--sql",
      "SELECT name FROM toolchain UNION SELECT kind FROM runWarning "
        + "WHERE kind IN ('debugBuild', 'dirtyTree') UNION SELECT gitCommit FROM run "
        + "WHERE gitCommit IS NOT NULL ORDER BY name")
    #expect(known.output.split(whereSeparator: \.isNewline) == ["name", "fast", "slow"])
    let estimates = try run("query", "workload", "--param", "workload=programs", "--format", "csv")
    for name in ["fast", "slow"] { #expect(estimates.output.contains(",\(name),"), "\(estimates)") }
    let compared = try run("compare", "latest", "--baseline-runtime", "fast", "--format", "csv")
    #expect(compared.exitCode == 0, "\(compared.errors)")
    #expect(compared.output.contains("programs"), "\(compared.output)")
    let exported = try run("export", "--format", "json")
    #expect(exported.output.contains("sleep 0.02, SHA-256 "))
    let report = try run("report", "--out", "\(tool.folder)/report")
    #expect(report.exitCode == 0, "\(report.errors)")
    let page = try String(
      contentsOf: URL(filePath: "\(tool.folder)/report/programs.md"), encoding: .utf8)
    #expect(page.contains("slow"))
    let resumed = try run("measure", "--resume")
    #expect(resumed.exitCode == 1, "a finished run has nothing left: \(resumed.errors)")
  }

  @Test(arguments: [
    ["--program", "a=/bin/sh -c true"], ["--program", "a=true", "--program", "b=true", "--shell"],
  ])
  func aCallIsRepeatedInItsOwnWords(words: [String]) throws {
    #expect(try ProgramOptions.words(of: ProgramOptions.parse(words).tree()) == words)
  }

  @Test(arguments: [
    (["--program", "a=true", "--program", "a=false"], "--program gives the name \"a\" twice."),
    (["--program", "go=true"], "The report has a runtime called \"go\"."),
    (["--program", "a=true", "--workload", "race"], "--program has no sizes"),
    (["--program", "a=true | wc"], "The command of a has \"|\""),
    (["--shell"], "--shell needs --program."),
  ])
  func wrongOptionsAreRefused(options: [String], message: String) {
    let result = refusal(of: ["measure", "--db", tool.database] + options)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.database))
  }
}
