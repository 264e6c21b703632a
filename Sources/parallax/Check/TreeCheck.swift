import BenchmarkModel
import FoundationEssentials
import Platform
import References
import Reporting
import Runner
import WorkloadCatalog

/// The workloads that a runtime lacks.
struct ImplementationGap: Equatable, CustomStringConvertible {
  let runtime: Runtime
  let workloads: [String]
  /// The number of all workloads.
  let workloadCount: Int

  /// The gaps of all runtimes that have one, in the order of the columns.
  static func all(in locator: ProgramLocator) throws -> [ImplementationGap] {
    let missing = try locator.implementations().filter { $0.status == .notImplemented }
    return locator.runtimes.runtimes.compactMap { runtime in
      let names = missing.map(\.implementation).filter { $0.runtime == runtime }.map(\.workload)
      guard !names.isEmpty else { return nil }
      return ImplementationGap(
        runtime: runtime, workloads: names, workloadCount: Catalog.names.count)
    }
  }

  var description: String {
    let shown = 5
    let rest = workloads.count > shown ? " and \(workloads.count - shown) more" : ""
    return "\(runtime.id): \(workloads.count) of \(workloadCount) workloads not implemented: "
      + workloads.prefix(shown).joined(separator: ", ") + rest
  }
}

/// Checks the folders under `Workloads` against the catalog and the size limits.
struct TreeCheck {
  /// The maximum number of lines of a source that the report prints.
  static let listingLines = 80
  /// The maximum number of lines of a contract.
  static let contractLines = 120

  let tree: SourceTree

  /// The problems, each with how to fix it; empty if there are none.
  func problems() throws -> [String] {
    let folders = try folderNames("\(tree.root)/Workloads").filter {
      "Workloads/\($0)" != RuntimeReader.folder && exists("Workloads/\($0)/swift")
    }
    var problems = Self.catalogProblems(folders: folders, names: Catalog.names)
    problems += Self.variantProblems(of: try tree.locator.implementations().map(\.implementation))
    for folder in folders { problems += try self.problems(inFolder: "Workloads/\(folder)") }
    for located in try tree.locator.implementations() {
      for path in located.listingPaths { problems += try tooLong(path, limit: Self.listingLines) }
    }
    return problems
  }

  /// The differences between folders and catalog, each with the missing line.
  static func catalogProblems(folders: [String], names: [String]) -> [String] {
    let byName = Dictionary(
      names.map { ($0.filter { $0 != "-" }, $0) }, uniquingKeysWith: { first, _ in first })
    let missing = folders.filter { byName[$0.lowercased()] == nil }.map { folder in
      "Workloads/\(folder) is not in the catalog. Add the line \"\(folder)Workload.workload,\" to "
        + "Sources/WorkloadCatalog/Catalog.swift and the folder to Package.swift."
    }
    let known = Set(folders.map { $0.lowercased() })
    return missing
      + byName.filter { !known.contains($0.key) }.values.sorted().map {
        "The catalog has \"\($0)\", but Workloads has no folder for it."
      }
  }

  /// Variants with the name that the database reserves for the default one.
  static func variantProblems(of implementations: [Implementation]) -> [String] {
    implementations.filter { $0.variant == Implementation.defaultVariant }.map {
      "\($0.id) has the name that the database gives the default variant. Rename the variant."
    }
  }

  private func problems(inFolder folder: String) throws -> [String] {
    var problems: [String] = []
    for file in ["README.md", "published.csv", "trial/main.swift"]
    where !exists("\(folder)/\(file)") {
      problems.append("\(folder)/\(file) is missing. Workloads/README.md describes its content.")
    }
    if exists("\(folder)/README.md") {
      do {
        try checkContract(tree.text(of: "\(folder)/README.md"), file: "\(folder)/README.md")
      } catch { problems.append("\(error)") }
    }
    let name = folder.split(separator: "/").last ?? ""
    let contract = "\(folder)/swift/\(name).swift"
    guard exists(contract) else {
      return problems + ["The contract \(contract) is missing."]
    }
    return try problems + tooLong(contract, limit: Self.contractLines)
  }

  private func tooLong(_ path: String, limit: Int) throws -> [String] {
    let lines = try tree.text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
    let count = lines.count - (lines.last == "" ? 1 : 0)
    guard count > limit else { return [] }
    return ["\(path) has \(count) lines; the report prints at most \(limit). Shorten it."]
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(tree.root)/\(path)")
  }
}
