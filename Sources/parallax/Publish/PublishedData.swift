import FoundationEssentials
import Platform
import Reporting
import Store

/// The data files that lie beside a published report, and what the page of data says of them.
struct PublishedData {
  /// The files by their paths.
  private(set) var files: [String: [UInt8]] = [:]
  /// What the page of data lists, in its order.
  private(set) var downloads: [Download] = []

  /// The bytes of the largest JSON document that is published, half of what GitHub takes of a file.
  private static let largestDocument = 50_000_000

  /// Takes from a database what everybody may take away; another form of the data is a line here.
  init(of store: MeasurementStore, described tree: SourceTree) throws {
    add("results.sqlite", try Self.copy(of: store), "The whole database.")
    add(
      "summary.csv", try Self.csv(of: "SELECT * FROM caseSummary", in: store),
      "One row for each case and metric of each run.")
    let exporter = Exporter(store: store)
    add(
      "measurements.csv", try exporter.bytes(of: .csv),
      "One row for each value that was measured; latencies are in the database alone."
    )
    add(
      "metadata.json", Array(try DatasetteMetadata(tree: tree, database: "results").json.utf8),
      "What Datasette should know of results.sqlite.")
    if let document = try exporter.bytes(of: .json, atMost: Self.largestDocument) {
      add("results.json", document, "All of it in the documented JSON format.")
    } else {
      writeError(
        "results.json would have more than \(Self.largestDocument / 1_000_000) MB and is left out, "
          + "since hosts of pages refuse such files. Make it with: parallax export --format json\n")
    }
  }

  /// Adds a file; one without a summary is not listed.
  mutating func add(_ path: String, _ bytes: [UInt8], _ summary: String? = nil) {
    files[path] = bytes
    if let summary {
      downloads.append(Download(path: path, summary: summary, byteCount: bytes.count))
    }
  }

  /// Lists a file that is made last of all and whose size is therefore not known.
  mutating func announce(_ path: String, _ summary: String) {
    downloads.append(Download(path: path, summary: summary))
  }

  private static func copy(of store: MeasurementStore) throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "parallax-\(UUID().uuidString).sqlite").path
    defer {
      // A copy that was never made need not be removed.
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
      columns: { printer = RowPrinter(.csv, columns: $0, output: output, isTerminal: false) },
      row: {
        printer?.add($0.map(Cell.init))
        return .more
      })
    try printer?.finish()
    return bytes
  }
}
