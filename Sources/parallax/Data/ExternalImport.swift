import Analysis
import BenchmarkModel
import FoundationEssentials
import References
import Runner
import Store
import WorkloadCatalog

/// Takes files of other tools' results.
struct ExternalImport {
  private let tree: SourceTree
  private let store: MeasurementStore
  private var mapping: ExternalMapping?
  private var mappingFile: ExternalFile.Mapping?

  /// Reads the mapping, when there is one.
  init(tree: SourceTree, store: MeasurementStore, map: String?) throws {
    self.tree = tree
    self.store = store
    guard let map else { return }
    let bytes = try readFile(map)
    let path = tree.locator.shownPath(map)
    mapping = try ExternalMapping(
      in: bytes, path: path, workloads: Catalog.names, runtimes: tree.runtimes.runtimes,
      metrics: Metric.comparable)
    mappingFile = ExternalFile.Mapping(path: path, sha256: sha256Hex(bytes))
  }

  /// The places of the mapping's lines that no result was of.
  var unusedLines: [String] { mapping?.unusedLines ?? [] }

  /// Takes a file or a folder and prints what became of it; nil for a format that is to be told.
  mutating func take(_ path: String, as format: ExternalFormat?) throws {
    // One file has one path, however it was named.
    let absolute = URL(filePath: path).standardizedFileURL.path
    let name = tree.locator.shownPath(absolute)
    let summary: ExternalSummary
    if isFolder(path) {
      guard format == nil || format == .criterion else {
        throw CommandError.file(path: name, reason: "It is a folder, which only criterion has.")
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
    let bytes = try FileBytes(path)
    let beginning = try bytes.next() ?? []
    let format = try given ?? ExternalFormat.detected(in: beginning, path: name)
    if given == nil { print("\(name): \(format.rawValue)") }
    guard var reader = ExternalReader(format, path: name) else {
      throw CommandError.file(path: name, reason: "Criterion keeps results in a folder: name that.")
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

  /// Takes every benchmark of a folder of Criterion.rs.
  ///
  /// Its digest is that of the list which `sha256sum` makes of the files read.
  private mutating func takeFolder(_ path: String, name: String) throws -> ExternalSummary {
    let folders = try benchmarkFolders(in: path)
    guard !folders.isEmpty else {
      throw CommandError.file(path: name, reason: "No folder \"new\" with benchmark.json is in it.")
    }
    let file = ExternalFile(path: name, format: .criterion, mapping: mappingFile)
    return try store.importExternal(file, importedAt: .now) { sink in
      var list = SHA256Digest()
      for (position, folder) in folders.enumerated() {
        var contents: [String: [UInt8]] = [:]
        for file in CriterionReader.files
        where FileManager.default.fileExists(atPath: "\(path)/\(folder)/\(file)") {
          let bytes = try FileBytes("\(path)/\(folder)/\(file)").all()
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

  private func benchmarkFolders(in path: String) throws -> [String] {
    do {
      return try FileManager.default.subpathsOfDirectory(atPath: path)
        .filter { $0 == "new/benchmark.json" || $0.hasSuffix("/new/benchmark.json") }
        .map { String($0.dropLast("/benchmark.json".count)) }.sorted()
    } catch {
      throw CommandError.file(path: path, reason: "It cannot be read: \(error)")
    }
  }

  private mutating func matched(_ results: [ExternalResult]) throws -> [ExternalResult] {
    try mapping?.matched(results) ?? results
  }
}

/// Whether a path is that of a folder.
func isFolder(_ path: String) -> Bool {
  var isFolder = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
}
