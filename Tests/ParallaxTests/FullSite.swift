import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Reporting
import Store
import Testing

@testable import parallax

/// The site of a database with what a report of one run lacks: a second machine, several versions of Go,
/// a level that shifted, and the page that stays for those who cite it.
enum FullSite {
  /// A page of each kind that only such a site has, and of those that have more on it.
  static let kinds = [
    "machines", "history", "versions", "versions-go", "ping-pong", "index",
    "machines/other-9000-64-core-processor-64-cores-7-gib/index", "cite/0123456789abcdef",
  ]

  /// The files by path.
  static let files: Result<[String: [UInt8]], any Error> = Result {
    let tool = try BuiltTool()
    return try withExtendedLifetime(tool) { try files(of: database(at: tool.database)) }
  }

  private static func database(at path: String) throws -> MeasurementStore {
    let store = try MeasurementStore(path: path, access: .create)
    var nights = Nights()
    for night in 0..<12 {
      try nights.add(night, to: store) {
        $0.implementation.runtime == .tokio || night < 6 ? 1e6 : 2e6
      }
    }
    nights.machine.fingerprint = "ffff"
    nights.machine.cpuModel = "Other 9000 64-Core Processor"
    nights.machine.logicalCores = 64
    // The two change places.
    try nights.add(13, to: store) { $0.implementation.runtime == .tokio ? 4e6 : 1e6 }
    nights = Nights(toolchains: ["1.21", "1.23", "1.25", nil])
    try nights.add(14, to: store) { measured in
      measured.implementation.toolchain == "1.21"
        ? 4e6 : measured.implementation.runtime == .go ? 2e6 : 1e6
    }
    return store
  }

  private static func files(of store: MeasurementStore) throws -> [String: [UInt8]] {
    var builder = try ReportBuilder(
      tree: SourceTree(from: ImportTests.root.path), store: store,
      choice: EvidenceOptions.parse([]), baseURL: "https://example.org/", keepsContradicted: true)
    builder.digest = String(repeating: "0123456789abcdef", count: 4)
    builder.downloads = [Download(path: "results.sqlite", summary: "The whole database.")]
    return try builder.files(assets: ["results.sqlite": []])
  }
}

@Suite struct FullSiteTests {
  @Test func everyPageIsRightHTMLAndHasATitleThatNoOtherHas() throws {
    let files = try FullSite.files.get()
    for kind in FullSite.kinds { #expect(files["\(kind).html"] != nil, "\(kind)") }
    var titles: [Substring: String] = [:]
    for (name, bytes) in files where name.hasSuffix(".html") {
      let page = String(decoding: bytes, as: UTF8.self)
      #expect(HTMLChecker.problems(in: page) == [], "\(name)")
      let title = try #require(page.firstMatch(of: /<title>([^<]+)</)).output.1
      #expect(titles.updateValue(name, forKey: title) == nil, "\(name): \(title)")
      // The page of sources is the list of all published numbers.
      if !name.hasSuffix("sources.html") { #expect(bytes.count <= 100_000, "\(name)") }
    }
  }
}
