import BenchmarkModel
import FoundationEssentials
import Reporting
import Runner
import WorkloadCatalog

/// Holds the folders under `Workloads` against the catalog and the house's limits.
struct TreeCheck {
  /// The most lines of a source that the report prints.
  static let listingLines = 80
  /// The most lines of a contract.
  static let contractLines = 120

  let tree: SourceTree

  /// What is wrong, each with how to mend it; empty when all is well.
  func problems() throws -> [String] {
    let folders = try listFolder("\(tree.root)/Workloads").filter {
      exists("Workloads/\($0)/swift")
    }
    var problems = Self.catalogProblems(folders: folders, names: Catalog.names)
    problems += Self.variantProblems(of: try tree.locator.implementations().map(\.implementation))
    for folder in folders { problems += try self.problems(inFolder: "Workloads/\(folder)") }
    for located in try tree.locator.implementations() {
      if located.status == .notImplemented {
        problems.append("\(located.implementation.id) has no implementation.")
      }
      for path in located.listingPaths { problems += try tooLong(path, limit: Self.listingLines) }
    }
    return problems
  }

  /// Where folders and catalog differ, with the line that is missing.
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
      problems.append("\(folder)/\(file) is missing. See Workloads/README.md for what it holds.")
    }
    if exists("\(folder)/README.md") {
      do {
        try checkContract(tree.text(of: "\(folder)/README.md"), file: "\(folder)/README.md")
      } catch { problems.append("\(error)") }
    }
    let name = folder.split(separator: "/").last ?? ""
    let contract = "\(folder)/swift/\(name).swift"
    guard exists(contract) else {
      return problems + ["\(contract), the contract, is missing."]
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
