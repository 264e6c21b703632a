import Analysis
import BenchmarkModel
import FoundationEssentials
import Outputs
import Platform
import References
import Runner
import Store
import WorkloadCatalog

/// Imports files with results of other tools.
struct ExternalImport {
  private let tree: SourceTree
  private let store: MeasurementStore
  private var mapping: ExternalMapping?
  private var mappingFile: ExternalFile.Mapping?

  /// Reads the mapping, if there is one.
  init(tree: SourceTree, store: MeasurementStore, map: String?) throws {
    self.tree = tree
    self.store = store
    guard let map else { return }
    let input = try InputFile(map, in: tree)
    let bytes = try input.all(limit: ReferenceReader.maximumFileBytes)
    mapping = try ExternalMapping(
      in: bytes, path: input.name, workloads: Catalog.names, runtimes: tree.runtimes.runtimes,
      metrics: Metric.comparable)
    mappingFile = ExternalFile.Mapping(path: input.name, sha256: sha256Hex(bytes))
  }

  /// The positions of the mapping's lines that matched no result.
  var unusedLines: [String] { mapping?.unusedLines ?? [] }

  /// Imports a file and prints a summary; `given` nil means to detect the format.
  mutating func take(_ input: InputFile, as given: ExternalFormat?) throws {
    let name = input.name
    let beginning = try input.beginning()
    guard !beginning.isEmpty else { throw CommandError.file(path: name, reason: "It is empty.") }
    let format = try given ?? ExternalFormat.detected(in: beginning, path: name)
    if given == nil { print("\(name): \(format.rawValue)") }
    guard var reader = ExternalReader(format, path: name) else {
      throw CommandError.file(path: name, reason: "Criterion keeps results in a folder. Name that.")
    }
    let file = ExternalFile(
      path: name, isNamedByContent: !input.hasPath, format: format, mapping: mappingFile)
    let summary = try store.importExternal(file, importedAt: .now) { sink in
      var digest = SHA256Digest()
      while let bytes = try input.next() {
        digest.update(bytes)
        try sink.add(try matched(try reader.read(bytes)))
      }
      try sink.add(try matched(try reader.finish()))
      return digest.hex
    }
    show(summary)
  }

  /// Prints what an import changed, and which results have no value.
  private func show(_ summary: ExternalSummary) {
    let change =
      switch summary.change {
      case .unchanged: "as before"
      case .restored: "an earlier version, now the newest again"
      case .remapped: "mapping replaced"
      case .added(version: 1): "added"
      case .added(let version): "added as version \(version)"
      }
    let size = "\(counted(summary.results, "result")) with \(counted(summary.values, "value"))"
    print("\(summary.path): \(size), \(change)")
    for empty in summary.empty { print("  no value of \(empty.visibleLine)") }
    let others = summary.emptyCount - summary.empty.count
    if others > 0 { print("  no value of \(counted(others, "other result"))") }
    if summary.gaps > 0 {
      print("  \(counted(summary.gaps, "missing value")) of other results; see table externalGap")
    }
  }

  /// Imports every benchmark in a Criterion.rs folder, or a link to one.
  ///
  /// The digest is that of the list that `sha256sum` would print for the files read.
  mutating func takeFolder(_ given: String, as givenName: String?) throws {
    let path = canonicalPath(given) ?? given
    let name = givenName ?? tree.name(ofFile: path) ?? given
    print("\(name): criterion")
    let folders = try benchmarkFolders(in: path)
    guard !folders.isEmpty else {
      throw CommandError.file(path: name, reason: "It has no folder \"new\" with benchmark.json.")
    }
    let file = ExternalFile(path: name, format: .criterion, mapping: mappingFile)
    let summary = try store.importExternal(file, importedAt: .now) { sink in
      var list = SHA256Digest()
      for (position, folder) in folders.enumerated() {
        var contents: [String: [UInt8]] = [:]
        // A broken link is in the folder, so reading it fails and names it.
        let names = try self.names(in: "\(path)/\(folder)")
        for file in CriterionReader.files where names.contains(file) {
          let bytes = try documentBytes("\(path)/\(folder)/\(file)")
          contents[file] = bytes
          list.update(Array("\(sha256Hex(bytes))  \(folder)/\(file)\n".utf8))
        }
        var result = try CriterionReader.result(in: "\(name)/\(folder)", contents: contents)
        result.position = position
        try sink.add(try matched([result]))
      }
      return list.hex
    }
    show(summary)
  }

  /// The bytes of a file, which must not be larger than a JSON document may be.
  private func documentBytes(_ path: String) throws -> [UInt8] {
    let limit = ExternalReader.maximumDocumentBytes
    let bytes = try InputFile(path, in: tree).all(limit: limit)
    guard bytes.count <= limit else {
      throw CommandError.file(path: path, reason: "It has more than \(limit) bytes.")
    }
    return bytes
  }

  /// The folders `new` with a benchmark, relative to a folder, through links too; a folder that
  /// several links lead to is taken once.
  private func benchmarkFolders(in root: String) throws -> [String] {
    var found: [String] = []
    // By bytes, because Swift takes texts for equal that differ in how their accents are composed.
    var seen: Set<[UInt8]> = []
    func visit(_ folder: String) throws {
      let path = folder.isEmpty ? root : "\(root)/\(folder)"
      guard seen.insert(Array((canonicalPath(path) ?? path).utf8)).inserted else { return }
      for name in try names(in: path) {
        let inner = folder.isEmpty ? name : "\(folder)/\(name)"
        guard isFolder("\(root)/\(inner)") else { continue }
        if name == "new", try names(in: "\(root)/\(inner)").contains("benchmark.json") {
          found.append(inner)
        }
        try visit(inner)
      }
    }
    try visit("")
    return found.sorted()
  }

  /// The sorted names in a folder, which must be UTF-8: the results in any other could not be named.
  private func names(in folder: String) throws -> [String] {
    try folderNameBytes(folder).map { bytes in
      guard let name = String(validating: bytes, as: UTF8.self) else {
        throw CommandError.file(
          path: folder,
          reason:
            "The name \"\(Self.escaped(bytes))\" in it is not UTF-8. Rename that, or remove it.")
      }
      return name
    }.sorted()
  }

  /// The bytes as text, those outside ASCII as in `caf\xE9`.
  private static func escaped(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      (0x20..<0x7F).contains(byte)
        ? String(UnicodeScalar(byte))
        : "\\x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
    }.joined()
  }

  private mutating func matched(_ results: [ExternalResult]) throws -> [ExternalResult] {
    try mapping?.matched(results) ?? results
  }
}
