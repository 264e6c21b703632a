import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Platform
import References
import Reporting
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// Imports published numbers and other tools' results; each file is imported whole or not at all.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import published numbers, or the results of other tools.",
    usage: "parallax import [<file> ...] <options>",
    discussion: """
      Without a file, imports every Workloads/*/published.csv, with Workloads/sources.csv. A file \
      with an error is not imported, and every error is printed with its place. Importing the same \
      file again changes nothing; a changed file replaces what was imported from it before.

      Results of hyperfine, go test -bench, Criterion.rs (the folder target/criterion), Google \
      Benchmark, JMH and package-benchmark are kept apart from measurements, with the names and \
      facts in their files. See parallax query external-results, and the views externalSummary \
      and externalValue. For any other tool use ndjson, with one JSON object per value. \
      Sources/parallax/README.md describes the format:
        {"benchmark": "sort/1000", "metric": "time", "unit": "us", "value": 1.5}

      A mapping assigns results to cases of Parallax. It is CSV with the header
        name,metric,workload,runtime,variant,parameters,ourMetric
      and one line per result: name and metric as the tool prints them, the rest as Parallax \
      names them, default for the default variant, or none. For example:
        BenchmarkPingPong-8,ns/op,ping-pong,go,default,rounds=1000,none
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(
    help: ArgumentHelp("Files, or Criterion.rs folders.", valueName: "file"),
    completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "The format of the files; auto detects it from their content.", valueName: "format"))
  var format = ImportFormat.auto

  @Option(help: ArgumentHelp("A mapping from results to cases.", valueName: "file"))
  var map: String?

  @Option(
    help: ArgumentHelp("The bibliography; Workloads/sources.csv if omitted.", valueName: "file"))
  var sources: String?

  func validate() throws {
    guard files.isEmpty else { return }
    if case .external(let format) = format {
      throw ValidationError("--format \(format.rawValue) needs a file. Name one.")
    }
    if map != nil { throw ValidationError("--map needs files. Name the files that it is for.") }
  }

  func run() throws {
    let tree = try SourceTree()
    let store = try MeasurementStore(creating: database.db)
    let published = PublishedImport(tree: tree, store: store, sources: sources)
    guard !files.isEmpty else {
      return try forEach(tree.publishedFiles()) { try published.take("\(tree.root)/\($0)") }
    }
    var external = try ExternalImport(tree: tree, store: store, map: map)
    try forEach(files) { path in
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

  /// Imports every file that can be imported, and fails at the end if any could not.
  private func forEach(_ paths: [String], _ take: (String) throws -> Void) throws {
    guard paths.count > 1 else { return try paths.forEach(take) }
    var failures = 0
    for path in paths {
      do { try take(path) } catch {
        writeError("\(error)\n")
        failures += 1
      }
    }
    if failures > 0 { throw CommandError.notImported(failures, of: paths.count) }
  }
}

/// The formats of files that can be imported.
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

/// Imports files of published numbers.
private struct PublishedImport {
  let tree: SourceTree
  let store: MeasurementStore
  let sources: String?

  /// Whether a file begins like one of published numbers.
  func isPublished(_ path: String) throws -> Bool {
    guard !isFolder(path) else { return false }
    return ReferenceReader.isHeader(try FileReader(path).next() ?? [])
  }

  func take(_ path: String) throws {
    let sourcesPath = sources ?? "\(tree.root)/Workloads/sources.csv"
    let bibliography = try ReferenceReader.sources(
      in: try fileBytes(sourcesPath), path: tree.locator.shownPath(sourcesPath))
    let reader = ReferenceReader(
      workloads: Catalog.names, metrics: Metric.comparable, sources: bibliography,
      runtimes: tree.runtimes.runtimes)
    let bytes = try fileBytes(path)
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
