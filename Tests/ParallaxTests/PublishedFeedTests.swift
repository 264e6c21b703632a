import Analysis
import BenchmarkModel
import Foundation
import Store
import Testing

@testable import parallax

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The feed of a published site, from runs with numbers set by the test.
struct PublishedFeedTests {
  private static let address = "https://example.org/parallax"
  private static let size = [Parameter("tasks", 100_000), Parameter("hold-milliseconds", 10_000)]

  /// Stores a day's run with peak memories, in megabytes, around two centers.
  private func add(_ day: Int, go: Double, tokio: Double, to store: MeasurementStore) throws {
    let id = "0000000\(day)-0000-4000-8000-000000000000"
    let startedAt = Date(timeIntervalSince1970: 1_764_000_000 + Double(day) * 86_400)
    let trials = (0..<6).flatMap { block in
      [(Runtime.go, go), (.tokio, tokio)].enumerated().map { place, side in
        let implementation = Implementation(workload: "sleeping-tasks", runtime: side.0)
        return Trial(
          planned: PlannedTrial(
            position: 2 * block + place, block: block, case: Case(implementation, Self.size),
            warmups: 0, iterations: 1),
          startedAt: startedAt, outcome: Outcome(.completed),
          measurements: [
            BenchmarkModel.Measurement("peakResidentBytes", (side.1 + Double(block) / 10) * 1e6)
          ])
      }
    }
    let machine = Machine(
      fingerprint: "3f2a", cpuModel: nil, architecture: "x86_64", logicalCores: 2,
      memoryBytes: nil, operatingSystem: nil, kernel: nil)
    try store.begin(
      Run(
        id: id, startedAt: startedAt, preset: "standard", seed: 1, toolVersion: "0.1.0",
        machine: machine),
      plan: trials.map(\.planned), metrics: Metric.known)
    try store.record(trials, in: id)
    try store.finish(id, at: startedAt + 600)
  }

  @Test func aVerdictThatTurnedIsAnEntryThatLeadsToTheClaim() throws {
    let tool = try BuiltTool()
    let store = try MeasurementStore(path: tool.database, access: .create)
    try add(1, go: 200, tokio: 50, to: store)
    try add(2, go: 201, tokio: 49, to: store)
    #expect(try entries(tool) == [])
    try add(3, go: 40, tokio: 50, to: store)

    let entries = try entries(tool)
    let claim = try #require(entries.last)
    #expect(entries.count == 2)
    #expect(
      claim.title
        == "Contradicted, was supported: With 100,000 tasks Tokio takes less memory than Go.")
    #expect(claim.link == "\(Self.address)/claims.html#tokio-less-memory")
    #expect(claim.updated == "2025-11-27T16:10:00Z")
    let rule =
      "Go, sleeping-tasks at 100,000 tasks: peak resident memory, divided by that of Tokio (Rust): "
      + "must be at least 1 ×, is "
    #expect(
      claim.content.contains("<p>Run 00000002 of 2025-11-26 said supported. \(rule)4.09 ×"),
      "\(claim.content)")
    #expect(
      claim.content.contains("<p>Run 00000003 of 2025-11-27 says contradicted. \(rule)0.801 ×"),
      "\(claim.content)")

    let order = try #require(entries.first)
    #expect(
      order.title
        == "Sleeping tasks: new order by peak resident memory at 100,000 tasks, "
        + "hold 10,000 ms")
    #expect(order.link == "\(Self.address)/sleeping-tasks.html")
    #expect(
      order.content.contains(", less in run 00000002 of 2025-11-26; 1.248 ×"), "\(order.content)")
    #expect(Set(entries.map(\.id)).count == 2)
    for entry in entries {
      let parts = entry.link.dropFirst(Self.address.count + 1).split(separator: "#")
      let page = try text(tool, String(parts[0]))
      #expect(parts.count == 1 || page.contains("id=\"\(parts[1])\""), "\(entry.link)")
    }
  }

  private func text(_ tool: BuiltTool, _ name: String) throws -> String {
    try String(contentsOfFile: "\(tool.folder)/site/\(name)", encoding: .utf8)
  }

  /// Publishes the site and reads its feed.
  private func entries(_ tool: BuiltTool) throws -> [AtomReader.Entry] {
    let published = try tool.run(
      "publish", "--db", tool.database, "--to", "\(tool.folder)/site", "--base-url", Self.address)
    #expect(published.exitCode == 0, "\(published.errors)")
    let reader = AtomReader()
    let parser = XMLParser(data: Data(try text(tool, "feed.xml").utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    return reader.entries
  }
}

/// Collects the entries of an Atom feed (RFC 4287).
private final class AtomReader: NSObject, XMLParserDelegate {
  struct Entry: Equatable {
    var title = "", id = "", link = "", updated = "", content = ""
  }

  private(set) var entries: [Entry] = []
  private var isInEntry = false
  private var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    text = ""
    if name == "entry" {
      isInEntry = true
      entries.append(Entry())
    }
    if name == "link", isInEntry { entries[entries.count - 1].link = attributes["href"] ?? "" }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard isInEntry else { return }
    switch name {
    case "title": entries[entries.count - 1].title = text
    case "id": entries[entries.count - 1].id = text
    case "updated": entries[entries.count - 1].updated = text
    case "content": entries[entries.count - 1].content = text
    case "entry": isInEntry = false
    default: break
    }
  }
}
