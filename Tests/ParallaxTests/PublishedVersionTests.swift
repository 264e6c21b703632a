import BenchmarkModel
import FoundationEssentials
import References
import Runner
import Testing

@testable import parallax

/// The version of our runtime in what publishers state about theirs.
struct PublishedVersionTests {
  /// By the language of the runtime that a number is compared with.
  private static let known: [String: [String: String?]] = [
    "go": [
      "Go 1.2": "1.2", "Go 1.3": "1.3", "Go 1.4": "1.4", "Go 1.5": "1.5", "Go 1.6": "1.6",
      "Go 1.7 development": "1.7", "Go 1.8": "1.8", "Go 1.8 development": "1.8",
      "Go 1.8.1": "1.8.1", "Go 1.9": "1.9", "Go 1.10": "1.10", "go1.17.3": "1.17.3",
      "Go 1.18.1": "1.18.1", "Go 1.22 image": "1.22", "Go 1.23.3": "1.23.3",
      "Go 1.24.5": "1.24.5", "Go 1.25, nethttp 1.22": "1.25", "Go 1.26 line": "1.26",
      "Go 1.26.1": "1.26.1", "Go net/http": nil, "not stated": nil,
    ],
    "tokio": [
      "Rust 1.69; tokio version not stated": nil, "Rust 1.76.0, tokio 1.36.0": "1.36.0",
      "Rust 1.82.0, tokio 1.41.1": "1.41.1", "Rust 1.83.0": nil,
      "Rust nightly-2021-11-26": nil, "actix-web 4": nil, "not stated": nil,
      "rustc 1.57.0 (f1edd0429 2021-11-29), tokio 1.x": nil,
      "tokio 0.2.0-alpha.6 tree": "0.2.0", "tokio 0.2.0-alpha.6 tree, hyper hello world": "0.2.0",
      "tokio 1.16.1, hand-written HTTP over TCP": "1.16.1", "tokio 1.x master": nil,
    ],
    "swift": [
      "Swift 4.2 (the version the ixy.swift README names)": "4.2", "Swift 5.5 to 5.6": "5.5",
      "Swift 6.1.2": "6.1.2", "Swift 6.3.0, AsyncChannels": "6.3.0",
      "Swift nightly, September 2023": nil, "Xcode 13.0": nil, "gcc 6.3.1": nil, "Rust 1.69": nil,
      "Rust stable": nil, "Rust stable, rayon 1.8": nil,
      "std TcpListener with a thread pool": nil, "not stated": nil,
    ],
  ]

  /// A new text in a file needs a line above.
  @Test func eachTextOfTheFilesIsReadAsTheVersionOfOurRuntime() throws {
    let tree = try SourceTree(from: ImportTests.root.path)
    let names = tree.runtimes.languageNames
    let reader = ReferenceReader(
      implementations: try tree.locator.implementations().map(\.implementation),
      metrics: Metric.comparable,
      sources: try ReferenceReader.sources(
        in: tree.bytes(of: "Workloads/sources.csv"), path: "Workloads/sources.csv"))
    var seen: Set<String> = []
    let references = try tree.publishedFiles().flatMap {
      try reader.references(in: tree.bytes(of: $0), path: $0)
    }
    for reference in references {
      guard let runtime = reference.comparesTo?.runtime else { continue }
      let language = try #require(names[runtime.id])
      let version = try #require(
        Self.known[language]?[reference.runtimeVersion], "\(language): \(reference.runtimeVersion)")
      #expect(
        VersionNumber.stated(in: reference.runtimeVersion, of: language) == version,
        "\(language): \(reference.runtimeVersion)")
      seen.insert("\(language): \(reference.runtimeVersion)")
    }
    #expect(seen.count == Self.known.values.reduce(0) { $0 + $1.count })
  }
}
