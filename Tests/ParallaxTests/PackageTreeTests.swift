import FoundationEssentials
import Testing

@testable import parallax

/// A package with its own workloads, made of the files and the program of one of ours.
@Suite(
  .enabled(
    if: EmbeddedTree.isThere,
    "The tool carries no files of its source tree. Run scripts/embed-tree, and build again."))
struct PackageTreeTests {
  let tool: BuiltTool

  init() throws {
    tool = try BuiltTool()
    let (files, root) = (FileManager.default, ImportTests.root.path)
    for folder in ["Workloads/TokenRing", ".build"] {
      try files.createDirectory(
        atPath: "\(tool.folder)/\(folder)", withIntermediateDirectories: true)
    }
    try Data().write(to: URL(filePath: "\(tool.folder)/Package.swift"))
    // Links, because copies would be newer than the program.
    for name in ["README.md", "swift", "trial"] {
      try files.createSymbolicLink(
        atPath: "\(tool.folder)/Workloads/TokenRing/\(name)",
        withDestinationPath: "\(root)/Workloads/TokenRing/\(name)")
    }
    try files.createSymbolicLink(
      atPath: "\(tool.folder)/.build/debug",
      withDestinationPath: URL(filePath: BuiltTool.path).deletingLastPathComponent().path)
  }

  @Test func aPackageIsMeasuredAndReportedByItsOwnCatalog() throws {
    let options = ["--tree", tool.folder, "--db", tool.database]
    func run(_ arguments: String...) throws -> BuiltTool.Result {
      try tool.run(shell: "cd / && exec \"$0\" \"$@\"", arguments + options)
    }
    let measured = try run("measure", "--preset", "smoke")
    #expect(measured.exitCode == 0, "\(measured.errors)")
    // Warnings are wrapped.
    let words = measured.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("Build with: swift build -c release"), "\(measured.errors)")
    #expect(measured.output.contains("4 completed"), "\(measured.output)")
    let report = try run("report", "--out", "\(tool.folder)/report")
    #expect(report.exitCode == 0, "\(report.errors)")
    let pages = try FileManager.default.contentsOfDirectory(atPath: "\(tool.folder)/report")
    #expect(pages.contains("token-ring.html") && !pages.contains("ping-pong.html"), "\(pages)")
    try expectEstimatesToStay()
  }

  /// In the package, its catalog is that by which its runs were analyzed.
  private func expectEstimatesToStay() throws {
    func run(_ arguments: String...) throws -> BuiltTool.Result {
      try tool.run(
        shell: "cd '\(tool.folder)' && exec \"$0\" \"$@\"",
        arguments + ["--db", tool.database])
    }
    func estimates() throws -> BuiltTool.Result {
      try run("query", "--sql", "SELECT count(*) AS n FROM estimate", "--format", "csv")
    }
    let before = try estimates()
    #expect(before.errors.isEmpty && before.output.hasSuffix("\r\n"), "\(before)")
    #expect(before.output != "n\r\n0\r\n")
    let analyzed = try run("analyze")
    #expect(analyzed.output == "Analyzed 0 runs.\n", "\(analyzed)")
    #expect(try estimates().output == before.output)
  }

  @Test func aProgramThatIsNotBuiltIsNamed() throws {
    try FileManager.default.createDirectory(
      atPath: "\(tool.folder)/Workloads/Barrier/swift", withIntermediateDirectories: true)
    let listed = try tool.run("list", "workloads", "--tree", tool.folder)
    #expect(listed.exitCode == 1)
    #expect(
      listed.errors
        == "Error: \".build/debug\" has no program for \"Workloads/Barrier\". Build it with: "
        + "swift build -c release\n")
  }
}
