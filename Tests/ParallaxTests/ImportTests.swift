import FoundationEssentials
import Testing

/// Which module may import which.
///
/// An incremental build accepts an undeclared import of a sibling, so this test reads the sources.
struct ImportTests {
  /// What each module under `Sources` may import, as the table in `docs/architecture.md` says.
  static let allowed: [String: Set<String>] = {
    let path = root.appending(path: "docs/architecture.md")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    let rows = text.split(separator: "\n").compactMap { line -> (String, Set<String>)? in
      let cells = line.split(separator: "|").map { $0.matches(of: /`([^`]+)`/).map(\.output.1) }
      guard line.hasPrefix("| `"), cells.count == 3, let module = cells[0].first,
        !module.contains("/"), !line.hasSuffix(".swift` |")
      else { return nil }
      return (String(module), Set(cells[2].map(String.init)))
    }
    return Dictionary(rows) { first, _ in first }
  }()

  /// The modules that come with the toolchain.
  static let toolchain: Set<String> = [
    "Dispatch", "Foundation", "FoundationEssentials", "PackageDescription", "Synchronization",
  ]

  /// The names of the C library, which only `Platform` may import.
  static let systemLibraries: Set<String> = ["Darwin", "Glibc", "Musl"]

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
        let isSystem = module == "Platform" && Self.systemLibraries.contains(name)
        #expect(
          allowed.contains(name) || Self.toolchain.contains(name) || isWorkload || isSystem,
          "\(module)/\(file) imports \(name)")
      }
    }
  }

  @Test func everyFolderUnderSourcesIsInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path)
    #expect(Set(folders) == Set(Self.allowed.keys).union(["CMarkGFM", "CSQLite", "CTree"]))
  }

  private func importedModules(of file: URL) throws -> [String] {
    let levels: Set<Substring> = ["@_exported", "@testable", "internal", "package", "public"]
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), words.count == index + 2,
        words[..<index].allSatisfy(levels.contains)
      else { return nil }
      return String(words[index + 1])
    }
  }
}
