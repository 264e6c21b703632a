import Analysis
import BenchmarkModel
import Foundation
import Store
import Testing

@testable import parallax

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `compare --gate`, called as a user calls it.
struct GateCommandTests {
  private let tool: BuiltTool

  /// Twelve calm nights of six cases; then one night with a slow case, one with a lost one, one faster.
  private static let nights = BuiltTool.database { store in
    let nights = Nights(sizes: 3)
    for night in 0..<12 { try nights.add(night, to: store) }
    try nights.add(12, to: store) { $0.implementation.runtime == .go ? 2e6 : 1e6 }
    try nights.add(13, to: store) {
      $0.implementation.runtime == .go && $0.value(of: "rounds") == 1_000 ? nil : 1e6
    }
    try nights.add(14, to: store) { _ in 0.5e6 }
  }

  init() throws { tool = try BuiltTool(with: Self.nights) }

  private func compare(_ arguments: String...) throws -> BuiltTool.Result {
    try tool.run(
      shell: "exec \"$0\" compare --gate --db '\(tool.database)' \"$@\"", arguments)
  }

  @Test(arguments: [
    (10, 11, Int32(0), "not worse"), (11, 12, 2, "worse"), (11, 13, 2, "worse"),
    (11, 14, 4, "only better"),
  ])
  func nightsHaveTheirExitCodes(
    baseline: Int, candidate: Int, code: Int32, conclusion: String
  ) throws {
    let result = try compare(Nights.id(baseline), Nights.id(candidate))
    #expect(result.exitCode == code, "\(result.errors)")
    #expect(result.errors.hasSuffix("Conclusion: \(conclusion)\n"), "\(result.errors)")
  }

  @Test func tooLittleEvidenceNamesTheTrialsThatWouldDo() throws {
    let path = "\(tool.folder)/noisy.sqlite"
    let store = try MeasurementStore(path: path, access: .create)
    for night in 0..<2 { try Nights(trials: 4, noise: 0.3).add(night, to: store) }
    let result = try tool.run("compare", Nights.id(0), Nights.id(1), "--gate", "--db", path)
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("measure with --trials "), "\(result.errors)")
  }

  @Test func jsonIsOneObject() throws {
    let result = try compare(Nights.id(11), Nights.id(13), "--format", "json")
    #expect(result.exitCode == 2)
    let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
    #expect(document.conclusion == "worse" && document.isAnythingWorse)
    #expect(!document.isEverythingEqual && document.trialsNeeded == nil)
    #expect(document.baseline.map(\.run) == [Nights.id(11)])
    #expect(document.candidate.run == Nights.id(13))
    #expect(document.terms.tolerance == 0.05 && document.terms.margin == 0.5)
    #expect(document.rows.count == 5)
    #expect(document.rows.allSatisfy { $0.metric == "perOperationNanoseconds" })
    #expect(document.rows.allSatisfy { $0.pAlone <= $0.p && $0.falseDiscovery <= $0.p })
    #expect(document.losses.map(\.runtime) == ["go"])
    #expect(document.losses.map(\.outcome) == ["8 crashed"])
    #expect(document.notes.first == "Confirmed worse: 1 case without a value.")
  }

  private struct Document: Decodable {
    struct Side: Decodable {
      var run: String
    }
    struct Terms: Decodable {
      var tolerance, margin: Double
    }
    struct Row: Decodable {
      var metric: String
      var pAlone, p, falseDiscovery: Double
    }
    struct Loss: Decodable {
      var runtime, outcome: String
    }

    var conclusion: String
    var isAnythingWorse, isEverythingEqual: Bool
    var trialsNeeded: Int?
    var baseline: [Side]
    var candidate: Side
    var terms: Terms
    var rows: [Row]
    var losses: [Loss]
    var notes: [String]
  }

  @Test func junitCountsItsTests() throws {
    let result = try compare(Nights.id(11), Nights.id(12), "--format", "junit")
    #expect(result.exitCode == 2)
    let reader = Elements()
    let parser = XMLParser(data: Data(result.output.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(reader.attributes["testsuite"]?["tests"] == "6")
    #expect(reader.attributes["testsuite"]?["failures"] == "3")
    #expect(reader.counts["testcase"] == 6 && reader.counts["failure"] == 3)
  }

  @Test func markdownBeginsWithItsConclusion() throws {
    let result = try compare(Nights.id(11), Nights.id(12), "--format", "markdown")
    #expect(result.output.hasPrefix("## Parallax: worse\n"))
    #expect(result.output.contains("- Confirmed worse: 3 of 6 rows."))
    #expect(result.output.contains("| case | metric |"))
  }

  @Test func aRunIsComparedWithTheLevelOfTheLastRuns() throws {
    let calm = try compare(Nights.id(11), "--baseline", "last:10", "--format", "json")
    #expect(calm.exitCode == 0, "\(calm.errors)")
    let document = try JSONDecoder().decode(Document.self, from: Data(calm.output.utf8))
    #expect(document.baseline.map(\.run) == (1...10).reversed().map(Nights.id))
    let slow = try compare(Nights.id(12), "--baseline", "last:10")
    #expect(slow.exitCode == 2, "\(slow.errors)")
    let one = try compare(Nights.id(12), "--baseline", Nights.id(11))
    #expect(one.exitCode == 2)
    #expect(try compare(Nights.id(0), "--baseline", "last:10").errors.contains("a level takes two"))
  }

  @Test(arguments: [
    (["latest", "--baseline", "last:1"], "from 2 to 100"),
    (["latest", "--baseline", "last:x"], "from 2 to 100"),
    (["latest", "latest", "--baseline", "last:5"], "--baseline already names"),
    (["latest", "--margin", "0.5"], "with a percent sign"),
  ])
  func wrongUsageIsReported(arguments: [String], message: String) {
    let result = refusal(of: ["compare", "--db", tool.database] + arguments)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}

/// Counts the elements of a document and keeps the attributes of the last of each.
private final class Elements: NSObject, XMLParserDelegate {
  private(set) var counts: [String: Int] = [:]
  private(set) var attributes: [String: [String: String]] = [:]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
    self.attributes[name] = attributes
  }
}
