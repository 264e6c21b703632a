import FoundationEssentials
import Platform
import Reporting
import Store

/// The data files published with a report, and their entries on the data page.
struct PublishedData {
  /// The files by their paths.
  private(set) var files: [String: [UInt8]] = [:]
  /// The entries on the data page, in order.
  private(set) var downloads: [Download] = []

  /// The maximum size of a published JSON document in bytes, half of GitHub's limit for a file.
  private static let maximumDocumentBytes = 50_000_000

  /// Collects the data of a database in each published format.
  init(of store: MeasurementStore, described tree: SourceTree) throws {
    add("results.sqlite", try Self.copy(of: store), "The whole database.")
    add(
      "summary.csv", try Self.csv(of: "SELECT * FROM caseSummary", in: store),
      "One row per case and metric of each run.")
    let exporter = Exporter(store: store)
    add(
      "measurements.csv", try exporter.bytes(of: .csv),
      "One row per measured value; latencies are only in the database."
    )
    add(
      "metadata.json", Array(try DatasetteMetadata(tree: tree, database: "results").json.utf8),
      "Metadata for Datasette that describes results.sqlite.")
    if let document = try exporter.bytes(of: .json, atMost: Self.maximumDocumentBytes) {
      add("results.json", document, "Everything, in the documented JSON format.")
    } else {
      writeError(
        "results.json was left out: it would exceed \(Self.maximumDocumentBytes / 1_000_000) MB, and "
          + "web hosts reject such files. Create it with: parallax export --format json\n")
    }
  }

  /// Adds a file; one without a summary is not listed.
  mutating func add(_ path: String, _ bytes: [UInt8], _ summary: String? = nil) {
    files[path] = bytes
    if let summary {
      downloads.append(Download(path: path, summary: summary, byteCount: bytes.count))
    }
  }

  /// Lists a file that is written last, so its size is not known.
  mutating func announce(_ path: String, _ summary: String) {
    downloads.append(Download(path: path, summary: summary))
  }

  private static func copy(of store: MeasurementStore) throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "parallax-\(UUID().uuidString).sqlite").path
    defer {
      // If the copy was never made there is nothing to remove.
      if FileManager.default.fileExists(atPath: path) {
        do { try FileManager.default.removeItem(atPath: path) } catch {
          writeError("Warning: the temporary file \(path) could not be removed: \(error)\n")
        }
      }
    }
    try store.backup(to: path)
    return try fileBytes(path)
  }

  private static func csv(of sql: String, in store: MeasurementStore) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let output = TextSink { bytes += $0 }
    var printer: RowPrinter?
    try store.query(
      sql, timeout: .seconds(60),
      columns: { printer = RowPrinter(.csv, columns: $0, output: output) },
      row: {
        printer?.add($0.map(Cell.init))
        return .more
      })
    try printer?.finish()
    return bytes
  }
}
