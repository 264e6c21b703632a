import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import References
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// Reads published numbers into the database, each file whole or not at all.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import published numbers with their provenance.",
    discussion: """
      Without a file: every Workloads/*/published.csv, with Workloads/sources.csv. A file that has \
      a fault is not imported, and every fault is named with its line and column. Importing the \
      same file again changes nothing; a changed file replaces what came from it before.
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(help: ArgumentHelp("Files of published numbers.", valueName: "file"))
  var files: [String] = []

  @Option(help: ArgumentHelp("The form of the files: references.", valueName: "format"))
  var format = ImportFormat.references

  @Option(help: ArgumentHelp("The bibliography; Workloads/sources.csv if left out."))
  var sources: String?

  func run() throws {
    let tree = try SourceTree()
    let sourcesPath = sources ?? "\(tree.root)/Workloads/sources.csv"
    let bibliography = try ReferenceReader.sources(
      in: try readFile(sourcesPath), path: tree.locator.shownPath(sourcesPath))
    let reader = ReferenceReader(
      workloads: Catalog.names, metrics: Metric.comparable, sources: bibliography)
    let store = try MeasurementStore(path: database.db, access: .create)
    let paths = try files.isEmpty ? tree.publishedFiles().map { "\(tree.root)/\($0)" } : files
    for path in paths {
      let bytes = try readFile(path)
      let name = tree.locator.shownPath(path)
      let references = try reader.references(in: bytes, path: name)
      let cited = Set(references.map(\.provenance.sourceID))
      try store.importReferences(
        path: name, sha256: sha256Hex(bytes),
        sources: bibliography.filter { cited.contains($0.id) },
        references: references, importedAt: .now)
      print("\(name): \(references.count) numbers from \(cited.count) sources")
    }
  }
}

/// The forms of files that can be imported.
enum ImportFormat: String, ExpressibleByArgument, CaseIterable {
  case references
}

extension Metric {
  /// The metrics that a published number may be compared with: the stored and the derived ones.
  static var comparable: [Metric] {
    let latencies = Catalog.workloads.flatMap { contractLatencies(of: $0.name) }
    return known + derived + latencies.flatMap(\.latencyFigures)
  }

  /// The stored metrics of every workload: the common ones and those that contracts add.
  static var known: [Metric] {
    Catalog.workloads.reduce(into: common) { known, workload in
      let added = contractMetrics(of: workload.name) + contractLatencies(of: workload.name)
      known += added.filter { !known.contains($0) }
    }
  }

  /// The distributions of latencies that a workload's contract has.
  static func contractLatencies(of workload: String) -> [Metric] {
    (Catalog.workload(named: workload)?.latencies ?? []).map {
      Metric(name: $0.name, label: $0.label, unit: .nanoseconds)
    }
  }

  /// The metrics that a workload's contract adds to the common ones.
  static func contractMetrics(of workload: String) -> [Metric] {
    (Catalog.workload(named: workload)?.metrics ?? []).compactMap { metric in
      Unit(rawValue: metric.unit).map {
        Metric(
          name: metric.name, label: metric.label, unit: $0, isLowerBetter: metric.isLowerBetter)
      }
    }
  }
}
