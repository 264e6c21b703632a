import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// What commands say about toolchains, and which run and machine they choose for them.
struct ToolchainCommandTests {
  private let tool: BuiltTool

  /// A run over versions, and a newer one of another machine without.
  private static let measured = BuiltTool.database { store in
    try Nights(toolchains: ["1.25", nil]).add(1, to: store) {
      $0.implementation.toolchain == nil ? 1e6 : 2e6
    }
    var other = Nights()
    (other.machine.fingerprint, other.machine.cpuModel) = ("4b1d", "Example 9100")
    try other.add(2, to: store)
  }

  init() throws { tool = try BuiltTool(with: Self.measured) }

  private func steps(_ parameters: String...) throws -> [[String]] {
    let result = try tool.run(
      shell: "exec \"$0\" query version-steps --format csv --db '\(tool.database)' \"$@\"",
      parameters.flatMap { ["--param", $0] })
    #expect(result.exitCode == 0, "\(result.errors)")
    return result.output.split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test func theNewestRunWithVersionsIsAskedForSteps() throws {
    let analyzed = try tool.run("analyze", "--db", tool.database)
    try #require(analyzed.exitCode == 0, "\(analyzed.errors)")
    let rows = try steps()
    #expect(rows.map { Array($0[2...4]) } == [["go", "1.25", "go1.27.2"]])
    #expect(try steps("run=00000001") == rows && steps("run=") == rows)
    #expect(try steps("run=00000002") == [])
    #expect(try steps("runtime=tokio") == [])
    // What Datasette asks without a parameter.
    let query = try #require(
      SourceTree(from: ImportTests.root.path).queries().first { $0.name == "version-steps" })
    let bound = SQLParameters(of: query.sqlWithDefaults).replaced { _ in "''" }
    #expect(try tool.value(bound).hasPrefix("ping-pong,pairs=1 rounds=1000,go,1.25,go1.27.2,"))
  }

  @Test func aCaseIsShownFromTheMachineThatMeasuredIt() throws {
    let shown = try tool.run("trend", "ping-pong/go@1.25", "--db", tool.database)
    #expect(shown.exitCode == 0, "\(shown.errors)")
    #expect(shown.output.hasPrefix("ping-pong/go@1.25 pairs=1 rounds=1000\n"))
    #expect(shown.errors.contains("The machine of the newest run did not measure it."))
    let newest = try tool.run("trend", "ping-pong/go", "--db", tool.database)
    #expect(newest.output.contains("00000002") && !newest.errors.contains("did not measure it"))
    let refused = try tool.run(
      "trend", "ping-pong/go@1.25", "--machine", "4b1d", "--db", tool.database)
    #expect(refused.exitCode == 64)
    #expect(refused.errors.contains("--machine chooses another machine."), "\(refused.errors)")
  }

  @Test func anotherCompilerNeedsALabel() throws {
    let listed = try tool.run("list", "toolchains")
    let words = listed.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("make build LABEL=6.2.3 SWIFT=/path/to/usr/bin/swift"), "\(words)")
    #expect(words.contains("make build LABEL=unchecked FLAGS=-Ounchecked"), "\(words)")
    for variable in ["SWIFT=/opt/swift", "FLAGS=-Ounchecked"] {
      let made = try tool.run(shell: "exec make --dry-run build \(variable)")
      #expect(made.exitCode != 0 && made.errors.contains("LABEL=6.2.3"), "\(made.errors)")
    }
  }
}
