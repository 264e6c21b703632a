import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Rendering
import Reporting
import Runner
import Store

/// Makes the folder or branch that a static server hands out.
struct Publish: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Publish the report with its data as static pages.",
    discussion: """
      Every link within the site is followed first, and a site with a broken one is not published. \
      SHA256SUMS lists the digest of every other file, for sha256sum --check. \
      The folder is replaced when the new one is complete; a branch gets one commit, and the work \
      tree and the index stay as they are.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(help: ArgumentHelp("The folder to publish to.", valueName: "dir"))
  var to: String?

  @Option(help: ArgumentHelp("The branch of this checkout to publish to.", valueName: "name"))
  var branch: String?

  @Option(help: ArgumentHelp("The address of the site, for its site map.", valueName: "url"))
  var baseURL: String?

  func validate() throws {
    guard (to == nil) != (branch == nil) else {
      throw ValidationError("Give either --to DIR or --branch NAME.")
    }
    if let baseURL, !baseURL.hasPrefix("https://"), !baseURL.hasPrefix("http://") {
      throw ValidationError("--base-url \"\(baseURL)\" must begin with https:// or http://.")
    }
  }

  func run() throws {
    let tree = try SourceTree()
    let files = try siteFiles(in: tree)
    if let to {
      try SiteFolder(to).write(files)
      print("\(to)/index.html")
    } else if let branch {
      let commit = try PublishedBranch(name: branch, root: tree.root).commit(files)
      print(commit.map { "\(branch) \($0)" } ?? "\(branch) holds these pages already")
    }
  }

  /// The report and, beside it, the database and its measurements as CSV.
  private func siteFiles(in tree: SourceTree) throws -> [String: [UInt8]] {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let copy = FileManager.default.temporaryDirectory
      .appending(path: "parallax-\(UUID().uuidString).sqlite").path
    defer {
      // A copy that was never made need not be removed.
      if FileManager.default.fileExists(atPath: copy) {
        do { try FileManager.default.removeItem(atPath: copy) } catch {
          writeError("Warning: the temporary file \(copy) could not be removed: \(error)\n")
        }
      }
    }
    try store.backup(to: copy)
    var assets = ["results.sqlite": try readFile(copy)]
    let summary = try csv(of: "SELECT * FROM caseSummary", in: store)
    assets["summary.csv"] = Array(summary.utf8)
    assets["metadata.json"] = Array(
      try DatasetteMetadata(tree: tree, database: "results").json.utf8)
    let builder = ReportBuilder(
      tree: tree, store: store, baseURL: baseURL,
      downloads: [
        Download(
          path: "results.sqlite", summary: "The whole database.",
          byteCount: assets["results.sqlite"]?.count),
        Download(
          path: "summary.csv", summary: "One row for each case and metric.",
          byteCount: assets["summary.csv"]?.count),
        Download(
          path: "metadata.json", summary: "What Datasette should know of results.sqlite.",
          byteCount: assets["metadata.json"]?.count),
      ])
    var files = try builder.files(assets: assets)
    files["SHA256SUMS"] = Array(Self.digests(of: files).utf8)
    return files
  }

  /// The digests of files as `sha256sum` prints and checks them.
  private static func digests(of files: [String: [UInt8]]) -> String {
    files.sorted { $0.key < $1.key }.map { "\(sha256Hex($0.value))  \($0.key)\n" }.joined()
  }

  private func csv(of sql: String, in store: MeasurementStore) throws -> String {
    var lines: [String] = []
    func add(_ fields: [String]) {
      lines.append(fields.map(RowPrinter.csvField).joined(separator: ","))
    }
    try store.query(
      sql, timeout: .seconds(60), columns: { add($0) },
      row: {
        add($0.map { Cell($0).plainText })
        return .more
      })
    return lines.map { $0 + "\r\n" }.joined()
  }
}
