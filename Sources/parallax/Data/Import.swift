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
      with an error is not imported, and the error is printed with its place; of published numbers \
      and mappings, the first 20. Importing an \
      unchanged file again changes nothing.

      A file may be a pipe, as in <(command), or - for standard input. It is read once, and the \
      database is not locked in the meantime. What has no path is kept under the beginning of its \
      SHA-256, or under the name that --as gives it.

      A changed Workloads/*/published.csv replaces what was imported from it before. Any other \
      file of published numbers is known by its content: a changed one replaces the earlier file \
      at its path if both have a number in common; otherwise both are kept. A changed file of \
      another tool is added as a new version; queries show the newest. Importing the content of an \
      earlier version again makes it the newest.

      Results of hyperfine, go test -bench (as text or with -json), Criterion.rs (the folder \
      target/criterion), Google Benchmark, JMH, package-benchmark, pytest-benchmark, asv, wrk, hey, \
      vegeta, k6 and oha are kept apart from measurements, with the names and facts in their files. See parallax query external-results, and the views externalSummary \
      and externalValue. For any other tool use ndjson, with one JSON object per value. \
      Sources/parallax/README.md describes the format:
        {"benchmark": "sort/1000", "metric": "time", "unit": "us", "value": 1.5}

      A mapping assigns results to cases of Parallax. It is CSV with the header
        name,metric,workload,runtime,variant,parameters,ourMetric
      and one line per result: name and metric as the tool prints them, the rest as Parallax \
      names them, default for the default variant, or none. For example:
        BenchmarkPingPong-8,ns/op,ping-pong,go,default,rounds=1000,none

      What a tool could not measure, such as NaN or a failed benchmark, is kept as a result \
      without a value and named. So is a benchmark that cannot be read.
      """)

  @OptionGroup var database: DatabaseOption

  @OptionGroup var treeOption: TreeOption

  @Argument(
    help: ArgumentHelp(
      "Files, pipes, - for standard input, or Criterion.rs folders.", valueName: "file"),
    completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "The format of the files; auto detects it from their content.", valueName: "format"))
  var format = ImportFormat.auto

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "The name under which the file is kept, instead of its path, such as nightly or ci/nightly.",
      valueName: "name"))
  var givenName: String?

  @Option(help: ArgumentHelp("A mapping from results to cases.", valueName: "file"))
  var map: String?

  @Option(
    help: ArgumentHelp("The bibliography; Workloads/sources.csv if omitted.", valueName: "file"))
  var sources: String?

  func validate() throws {
    if let givenName {
      guard files.count == 1 else { throw ValidationError("--as needs exactly one file.") }
      if let problem = Self.problem(withName: givenName) {
        throw ValidationError("--as cannot be \"\(givenName)\": \(problem)")
      }
    }
    let inputs = files + [map, sources].compactMap(\.self)
    guard inputs.count(where: InputFile.isStandardInput) <= 1 else {
      throw ValidationError("Standard input can be read only once. Name files instead.")
    }
    guard files.isEmpty else { return }
    if case .external(let format) = format {
      throw ValidationError("--format \(format.rawValue) needs a file. Name one.")
    }
    if map != nil { throw ValidationError("--map needs files. Name the files that it is for.") }
  }

  func run() throws {
    let tree = try SourceTree.orEmbedded()
    let store = try MeasurementStore(
      creating: database.db, lockWait: LockNotice(path: database.db).lockWait)
    var published = PublishedImport(tree: tree, store: store, sources: sources)
    guard !files.isEmpty else {
      return try forEach(tree.publishedFiles()) { path in
        try published.take(InputFile("\(tree.root)/\(path)", in: tree))
      }
    }
    var external = try ExternalImport(tree: tree, store: store, map: map)
    try forEach(files) { try take($0, in: tree, &published, &external) }
    for line in external.unusedLines {
      writeError("\(line): No result has this name and metric.\n")
    }
  }

  /// Why a file cannot be kept under a name, and what to do; nil if it can.
  ///
  /// A name has one spelling and is not that of a file of published numbers, so that it never stands
  /// for another file by accident.
  static func problem(withName name: String) -> String? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isVisible =
      name.first?.isWhitespace == false && name.last?.isWhitespace == false
      && !name.unicodeScalars.contains(where: \.isHidden)
    guard isVisible, name.utf8.count <= maximumNameBytes else {
      return "a name is one line of up to \(maximumNameBytes) bytes, without hidden characters and "
        + "without white space at its ends. Give a name such as nightly."
    }
    guard parts.first(where: { !["", ".", ".."].contains($0) })?.lowercased() != "workloads" else {
      return
        "the folder Workloads of the source tree has files of its own. Give a name such as nightly."
    }
    guard !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
      return
        "a name has no \".\", no \"..\", and a slash only between two words. Give a name such as "
        + "ci/nightly."
    }
    return nil
  }

  private static let maximumNameBytes = 1_000

  private func take(
    _ path: String, in tree: SourceTree, _ published: inout PublishedImport,
    _ external: inout ExternalImport
  ) throws {
    guard !isFolder(path) else {
      guard [.auto, .external(.criterion)].contains(format) else {
        throw CommandError.file(path: path, reason: "It is a folder. Only criterion uses folders.")
      }
      return try external.takeFolder(path, as: givenName)
    }
    let input = try InputFile(path, in: tree, as: givenName)
    switch format {
    case .references: try published.take(input)
    case .external(let format): try external.take(input, as: format)
    case .auto where ReferenceReader.isHeader(try input.beginning()): try published.take(input)
    case .auto: try external.take(input, as: nil)
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
  /// The path of the bibliography; nil for that of the tree.
  let sources: String?
  /// What reads the files, once the bibliography is read.
  private var reader: ReferenceReader?

  init(tree: SourceTree, store: MeasurementStore, sources: String?) {
    (self.tree, self.store, self.sources) = (tree, store, sources)
  }

  mutating func take(_ input: InputFile) throws {
    let reader = try readBibliography()
    let bytes = try input.all(limit: ReferenceReader.maximumFileBytes)
    let references = try reader.references(in: bytes, path: input.name)
    let cited = Set(references.map(\.provenance.sourceID))
    let sha256 = sha256Hex(bytes)
    let summary = try store.importReferences(
      path: input.hasPath ? input.name : ExternalFile.name(input.name, sha256: sha256),
      sha256: sha256, sources: reader.sources.filter { cited.contains($0.id) },
      references: references, importedAt: .now,
      displacing: { path, id in
        PublishedFile.isPlace(input.name) ? try !hasNumber(id, in: path, reader) : false
      })
    print(
      "\(summary.path): \(counted(references.count, "number")) from "
        + counted(cited.count, "source") + summary.changes)
    for (path, count) in summary.displaced.sorted(by: { $0.key < $1.key }) {
      print(
        "  removed \(counted(count, "number")) of \"\(path)\", a file from elsewhere, with the "
          + "identifiers of these")
    }
  }

  /// Whether a file of this tree has a published number, so that the identifier is used twice in the
  /// tree; a file of any other origin only claims it.
  private func hasNumber(_ id: String, in path: String, _ reader: ReferenceReader) throws -> Bool {
    guard try tree.publishedFiles().contains(path) else { return false }
    return try reader.references(in: tree.bytes(of: path), path: path).contains { $0.id == id }
  }

  /// The reader with its sources; a pipe can be read only once, although every file needs them.
  private mutating func readBibliography() throws -> ReferenceReader {
    if let reader { return reader }
    let input = try InputFile(sources ?? "\(tree.root)/Workloads/sources.csv", in: tree)
    let found = try ReferenceReader.sources(
      in: try input.all(limit: ReferenceReader.maximumFileBytes), path: input.name)
    let made = ReferenceReader(
      implementations: try tree.locator.implementations().map(\.implementation),
      metrics: Metric.comparable, sources: found)
    reader = made
    return made
  }
}

extension ImportSummary {
  /// What was changed and removed, for the end of a line.
  fileprivate var changes: String {
    [(changed, "changed"), (removed, "removed")].filter { $0.0 > 0 }
      .map { ", \($0.0) \($0.1)" }.joined()
  }
}
