import Analysis
import FoundationEssentials
import Testing

/// Who may import whom.
///
/// An incremental build lets an undeclared import of a sibling pass, so this
/// test reads the sources.
struct ImportTests {
  /// Our modules, and the packages that exactly one module may use.
  static let allowed: [String: Set<String>] = [
    "Platform": [],
    "WorkloadKit": ["Platform"],
    "WorkloadCatalog": ["WorkloadKit", "*Workload"],
    "BenchmarkModel": [],
    "Statistics": [],
    "Runner": ["BenchmarkModel", "Platform", "Statistics", "WorkloadCatalog", "WorkloadKit"],
    "Store": ["BenchmarkModel", "CSQLite", "GRDB", "GRDBSQLite", "Platform"],
    "References": ["BenchmarkModel"],
    "Analysis": ["BenchmarkModel", "Statistics"],
    "Reporting": ["Analysis", "BenchmarkModel", "Statistics"],
    "Rendering": ["Analysis", "CMarkGFM", "Mustache", "Platform", "Reporting"],
    "EmptyTrial": ["WorkloadKit"],
    "Fixtures": ["NIOCore", "NIOHTTP1", "NIOPosix", "Platform"],
    "Bench": [
      "Analysis", "BenchmarkModel", "Platform", "Rendering", "Reporting", "Runner", "Statistics",
      "Store", "WorkloadCatalog", "WorkloadKit",
    ],
    "parallax": [
      "Analysis", "ArgumentParser", "BenchmarkModel", "Fixtures", "Platform", "References",
      "Rendering", "Reporting", "Runner", "Statistics", "Store", "WorkloadCatalog", "WorkloadKit",
    ],
  ]

  /// What the toolchain brings; only WorkloadKit is held to less.
  static let toolchain: Set<String> = [
    "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
  ]

  static var root: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  @Test(arguments: allowed.keys.sorted())
  func moduleImportsOnlyWhatItMay(module: String) throws {
    let allowed = try #require(Self.allowed[module])
    let folder = Self.root.appending(path: "Sources/\(module)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }
    try #require(!files.isEmpty)
    for file in files {
      for name in try importedModules(of: folder.appending(path: file)) {
        let isWorkload = name.hasSuffix("Workload") && allowed.contains("*Workload")
        #expect(
          allowed.contains(name) || Self.toolchain.contains(name) || isWorkload,
          "\(module)/\(file) imports \(name)")
      }
    }
  }

  @Test func everyFolderUnderSourcesStandsInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path)
    #expect(Set(folders) == Set(Self.allowed.keys).union(["CMarkGFM", "CSQLite"]))
  }

  private func importedModules(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), words.count == index + 2,
        words[..<index].allSatisfy({ ["public", "package", "internal", "@testable"].contains($0) })
      else { return nil }
      return String(words[index + 1])
    }
  }
}
