import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Store

/// Hands the measurements on to other tools.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Export measurements for other tools.",
    usage: "parallax export <options>",
    discussion: """
      csv and ndjson have one row per measurement. json has everything, in the format described \
      in Sources/parallax/README.md. hyperfine has the times of iterations in the format of \
      hyperfine --export-json. go-bench has one line per trial in the format of go test -bench, \
      for example for benchstat.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "Only this run; may be repeated. An identifier, its beginning, a name, or latest.",
      valueName: "run"))
  var chosen: [String] = []

  @Option(help: ArgumentHelp("csv, ndjson, json, hyperfine or go-bench.", valueName: "format"))
  var format = ExportFormat.csv

  @Option(
    help: ArgumentHelp(
      "The output file, which appears once it is complete; standard output if omitted.",
      valueName: "file"))
  var out: String?

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let runs = try chosen.reduce(into: [String]()) { runs, name in
      let id = try store.run(name).id
      if !runs.contains(id) { runs.append(id) }
    }
    let exporter = Exporter(store: store, runs: runs.isEmpty ? nil : runs)
    try OutputFile.fill(out) { try exporter.hand(format, to: $0) }
  }
}

/// The forms in which measurements are exported.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, ndjson, json, hyperfine
  case goBench = "go-bench"
}

/// Writes what a database holds in the forms of other tools, one trial after the other.
struct Exporter {
  let store: MeasurementStore
  /// The identifiers of the runs, in their order; nil for all, the oldest first.
  var runs: [String]?

  /// Writes one of the forms.
  ///
  /// Another process may go on measuring meanwhile: each run is written with the trials that it had
  /// when it was its turn.
  func write(_ format: ExportFormat, to sink: inout TextSink) throws {
    switch format {
    case .csv: try writeCSV(to: &sink)
    case .ndjson: try writeNDJSON(to: &sink)
    case .json: try writeDocument(to: &sink)
    case .hyperfine: try writeHyperfine(to: &sink)
    case .goBench: try writeGoBenchmarks(to: &sink)
    }
  }

  /// The bytes of one of the forms.
  func bytes(of format: ExportFormat) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try hand(format) { bytes += $0 }
    return bytes
  }

  /// The bytes of one of the forms; nil as soon as they are more than so many.
  func bytes(of format: ExportFormat, atMost limit: Int) throws -> [UInt8]? {
    struct LimitPassed: Error {}
    var bytes: [UInt8] = []
    do {
      try hand(format) { piece in
        guard bytes.count + piece.count <= limit else { throw LimitPassed() }
        bytes += piece
      }
    } catch is LimitPassed { return nil }
    return bytes
  }

  /// Hands over one of the forms in pieces.
  func hand(_ format: ExportFormat, to write: @escaping ([UInt8]) throws -> Void) throws {
    var sink = TextSink(write: write)
    try self.write(format, to: &sink)
    try sink.flush()
  }

  /// The chosen runs as lists show them.
  func chosenRuns() throws -> [RunSummary] {
    let known = try store.runs()
    guard let runs else {
      return known.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
    }
    return runs.compactMap { id in known.first { $0.id == id } }
  }
}

/// Text on its way out, handed on in pieces.
struct TextSink {
  private var buffer: [UInt8] = []
  private let write: ([UInt8]) throws -> Void

  private static let pieceBytes = 65_536

  init(write: @escaping ([UInt8]) throws -> Void) {
    self.write = write
  }

  mutating func add(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.pieceBytes { try flush() }
  }

  /// Hands on what is left.
  mutating func flush() throws {
    try write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
