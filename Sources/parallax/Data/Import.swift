import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import References
import Reporting
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// Reads published numbers and other tools' results into the database, each file whole or not at all.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import published numbers, or the results of other tools.",
    discussion: """
      Without a file: every Workloads/*/published.csv, with Workloads/sources.csv. A file that has \
      a fault is not imported, and every fault is named with its place. Importing the same file \
      again changes nothing; a changed file replaces what came from it before.

      Results of hyperfine, go test -bench, Criterion.rs (the folder target/criterion), Google \
      Benchmark, JMH and package-benchmark are kept apart from measurements, under the names and \
      with the facts that their files give: see parallax query external-results, and the views \
      externalSummary and externalValue. Those of any other tool come as ndjson, a JSON object for \
      each value, which Sources/parallax/README.md describes:
        {"benchmark": "sort/1000", "metric": "time", "unit": "us", "value": 1.5}

      A mapping names the cases of ours that results belong to. It is CSV with the header
        name,metric,workload,runtime,variant,parameters,ourMetric
      and a line for each result: name and metric as the tool prints them, the rest ours, none \
      where nothing applies. For example:
        BenchmarkPingPong-8,ns/op,ping-pong,go,none,rounds=1000,none
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(
    help: ArgumentHelp("Files, or folders of Criterion.rs.", valueName: "file"),
    completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "The form of the files; auto tells it from their beginning.", valueName: "format"))
  var format = ImportFormat.auto

  @Option(help: ArgumentHelp("Names the cases of ours for results.", valueName: "file"))
  var map: String?

  @Option(help: ArgumentHelp("The bibliography; Workloads/sources.csv if left out."))
  var sources: String?

  func validate() throws {
    guard files.isEmpty else { return }
    if case .external(let format) = format {
      throw ValidationError("Name a file for --format \(format.rawValue).")
    }
    if map != nil { throw ValidationError("Name the files that --map is for.") }
  }

  func run() throws {
    let tree = try SourceTree()
    let store = try MeasurementStore(path: database.db, access: .create)
    let published = PublishedImport(tree: tree, store: store, sources: sources)
    guard !files.isEmpty else {
      for path in try tree.publishedFiles() { try published.take("\(tree.root)/\(path)") }
      return
    }
    var external = try ExternalImport(tree: tree, store: store, map: map)
    for path in files {
      switch format {
      case .references: try published.take(path)
      case .external(let format): try external.take(path, as: format)
      case .auto where try published.isPublished(path): try published.take(path)
      case .auto: try external.take(path, as: nil)
      }
    }
    for line in external.unusedLines {
      writeError("\(line): No result has this name and metric.\n")
    }
  }
}

/// The forms of files that can be imported.
enum ImportFormat: ExpressibleByArgument, Equatable {
  case auto
  case references
  case external(ExternalFormat)

  init?(argument: String) {
    switch argument {
    case "auto": self = .auto
    case "references": self = .references
    default:
      guard let format = ExternalFormat(rawValue: argument) else { return nil }
      self = .external(format)
    }
  }

  static var allValueStrings: [String] {
    ["auto", "references"] + ExternalFormat.allCases.map(\.rawValue)
  }

  var defaultValueDescription: String {
    switch self {
    case .auto: "auto"
    case .references: "references"
    case .external(let format): format.rawValue
    }
  }
}

/// Takes files of published numbers.
private struct PublishedImport {
  let tree: SourceTree
  let store: MeasurementStore
  let sources: String?

  /// Whether a file begins as one of published numbers does.
  func isPublished(_ path: String) throws -> Bool {
    guard !isFolder(path) else { return false }
    let file = try FileBytes(path)
    return ReferenceReader.isHeader(try file.next() ?? [])
  }

  func take(_ path: String) throws {
    let sourcesPath = sources ?? "\(tree.root)/Workloads/sources.csv"
    let bibliography = try ReferenceReader.sources(
      in: try readFile(sourcesPath), path: tree.locator.shownPath(sourcesPath))
    let reader = ReferenceReader(
      workloads: Catalog.names, metrics: Metric.comparable, sources: bibliography)
    let bytes = try readFile(path)
    let name = tree.locator.shownPath(path)
    let references = try reader.references(in: bytes, path: name)
    let cited = Set(references.map(\.provenance.sourceID))
    try store.importReferences(
      path: name, sha256: sha256Hex(bytes),
      sources: bibliography.filter { cited.contains($0.id) },
      references: references, importedAt: .now)
    print("\(name): \(counted(references.count, "number")) from \(counted(cited.count, "source"))")
  }
}
