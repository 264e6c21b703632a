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
    let bytes = try fileBytes(map)
    let path = tree.locator.shownPath(map)
    mapping = try ExternalMapping(
      in: bytes, path: path, workloads: Catalog.names, runtimes: tree.runtimes.runtimes,
      metrics: Metric.comparable)
    mappingFile = ExternalFile.Mapping(path: path, sha256: sha256Hex(bytes))
  }

  /// The positions of the mapping's lines that matched no result.
  var unusedLines: [String] { mapping?.unusedLines ?? [] }

  /// Imports a file or folder and prints a summary; `format` nil means to detect the format.
  mutating func take(_ path: String, as format: ExternalFormat?) throws {
    // Standardize the path, so that a file is recognized however it was named.
    let absolute = URL(filePath: path).standardizedFileURL.path
    let name = tree.locator.shownPath(absolute)
    let summary: ExternalSummary
    if isFolder(path) {
      guard format == nil || format == .criterion else {
        throw CommandError.file(path: name, reason: "It is a folder. Only criterion uses folders.")
      }
      print("\(name): criterion")
      summary = try takeFolder(absolute, name: name)
    } else {
      summary = try takeFile(absolute, name: name, as: format)
    }
    let size = "\(counted(summary.results, "result")) with \(counted(summary.values, "value"))"
    let change = summary.isUnchanged ? "as before" : summary.wasKnown ? "replaced" : "added"
    print("\(name): \(size), \(change)")
  }

  private mutating func takeFile(
    _ path: String, name: String, as given: ExternalFormat?
  ) throws -> ExternalSummary {
    let bytes = try FileReader(path)
    let beginning = try bytes.next() ?? []
    let format = try given ?? ExternalFormat.detected(in: beginning, path: name)
    if given == nil { print("\(name): \(format.rawValue)") }
    guard var reader = ExternalReader(format, path: name) else {
      throw CommandError.file(path: name, reason: "Criterion keeps results in a folder. Name that.")
    }
    let file = ExternalFile(path: name, format: format, mapping: mappingFile)
    return try store.importExternal(file, importedAt: .now) { sink in
      var digest = SHA256Digest()
      var piece: [UInt8]? = beginning
      while let bytesRead = piece {
        digest.update(bytesRead)
        try sink.add(try matched(try reader.read(bytesRead)))
        piece = try bytes.next()
      }
      try sink.add(try matched(try reader.finish()))
      return digest.hex
    }
  }

  /// Imports every benchmark in a Criterion.rs folder.
  ///
  /// The digest is that of the list that `sha256sum` would print for the files read.
  private mutating func takeFolder(_ path: String, name: String) throws -> ExternalSummary {
    let folders = try benchmarkFolders(in: path)
    guard !folders.isEmpty else {
      throw CommandError.file(path: name, reason: "It has no folder \"new\" with benchmark.json.")
    }
    let file = ExternalFile(path: name, format: .criterion, mapping: mappingFile)
    return try store.importExternal(file, importedAt: .now) { sink in
      var list = SHA256Digest()
      for (position, folder) in folders.enumerated() {
        var contents: [String: [UInt8]] = [:]
        for file in CriterionReader.files
        where FileManager.default.fileExists(atPath: "\(path)/\(folder)/\(file)") {
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
  }

  /// The bytes of a file, which must not be larger than a JSON document may be.
  private func documentBytes(_ path: String) throws -> [UInt8] {
    let limit = ExternalReader.maximumDocumentBytes
    let reader = try FileReader(path)
    var bytes: [UInt8] = []
    while let piece = try reader.next() {
      bytes += piece
      guard bytes.count <= limit else {
        throw CommandError.file(path: path, reason: "It has more than \(limit) bytes.")
      }
    }
    return bytes
  }

  private func benchmarkFolders(in path: String) throws -> [String] {
    try filePaths(below: path)
      .filter { $0 == "new/benchmark.json" || $0.hasSuffix("/new/benchmark.json") }
      .map { String($0.dropLast("/benchmark.json".count)) }.sorted()
  }

  private mutating func matched(_ results: [ExternalResult]) throws -> [ExternalResult] {
    try mapping?.matched(results) ?? results
  }
}
