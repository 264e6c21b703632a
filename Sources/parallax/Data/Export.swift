import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Outputs
import Platform
import Store

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Export measurements for other tools.",
    usage: "parallax export <options>",
    discussion: """
      csv and ndjson have one row per measurement. json has everything, in the format described \
      in Sources/parallax/README.md. hyperfine has the times of iterations in the format of \
      hyperfine --export-json. go-bench has one line per trial in the format of go test -bench, \
      for example for benchstat. sql creates the tables run, toolchain, trial, measurement and \
      latency in another database, with their rows, which are written trial by trial. Loading a \
      file again changes nothing, and exports of several databases can be loaded into one:
        parallax export --format sql | psql
        parallax export --format sql --dialect duckdb | duckdb results.duckdb
        parallax export --format sql --dialect clickhouse | clickhouse-client --multiquery

      --out replaces only an export, an empty file or nothing; any other file is kept. It may also \
      name a pipe.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "Only this run; may be repeated. An identifier, its beginning, a name, or latest.",
      valueName: "run"))
  var chosen: [String] = []

  @Option(
    help: ArgumentHelp("csv, ndjson, json, hyperfine, go-bench or sql.", valueName: "format"))
  var format = ExportFormat.csv

  @Option(
    help: ArgumentHelp(
      "The database that sql is for: postgresql, duckdb or clickhouse; postgresql if omitted.",
      valueName: "database"))
  var dialect: SQLDialect?

  @Flag(help: "Leave out trials and their values, in sql: what is derived from them stays.")
  var withoutTrials = false

  @Option(
    help: ArgumentHelp(
      "The output file, which appears once it is complete; standard output if omitted.",
      valueName: "file"))
  var out: String?

  func validate() throws {
    guard dialect == nil || format == .sql else {
      throw ValidationError("--dialect is only for --format sql. Add that, or leave it out.")
    }
    guard !withoutTrials || format == .sql else {
      throw ValidationError(
        "--without-trials is only for --format sql. Add that, or leave it out.")
    }
  }

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let runs = try chosen.reduce(into: [String]()) { runs, name in
      let id = try store.run(name).id
      if !runs.contains(id) { runs.append(id) }
    }
    if runs.isEmpty { try store.warnOfUnusableRows() }
    if format == .sql { try store.warnOfMissingEstimates() }
    var exporter = Exporter(
      store: store, runs: runs.isEmpty ? nil : runs, dialect: dialect ?? .postgresql)
    exporter.hasTrials = !withoutTrials
    do {
      guard let out else {
        var sink = TextSink.standardOutput()
        return try exporter.writeWhole(format, to: &sink)
      }
      let file = try OutputFile(
        out, option: "--out", inputs: SourceTree.inputs(database: database.db),
        isOurs: Exporter.isExport)
      try writingOutputs {
        try file.fill { descriptor in
          var sink = TextSink(descriptor: descriptor, path: out)
          try exporter.writeWhole(format, to: &sink)
        }
      }
    } catch let error as FileError where error.isClosedPipe {
      throw ExitCode(StandardStreams.closedPipe)
    }
  }
}

enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, ndjson, json, hyperfine
  case goBench = "go-bench"
  case sql
}

/// Writes measurements in several formats, with one trial in memory at a time.
struct Exporter {
  let store: MeasurementStore
  /// The identifiers of the runs, in order; nil for all, oldest first.
  var runs: [String]?
  /// The database that ``ExportFormat/sql`` is for.
  var dialect = SQLDialect.postgresql
  /// Whether ``ExportFormat/sql`` has the rows of trials and of their values.
  var hasTrials = true

  /// Writes one of the formats.
  ///
  /// Another process may measure in the meantime: each run is written with the trials that it has when
  /// the export reaches it.
  func write(_ format: ExportFormat, to sink: inout TextSink) throws {
    switch format {
    case .csv: try writeCSV(to: &sink)
    case .ndjson: try writeNDJSON(to: &sink)
    case .json: try writeDocument(to: &sink)
    case .hyperfine: try writeHyperfine(to: &sink)
    case .goBench: try writeGoBenchmarks(to: &sink)
    case .sql: try writeSQL(to: &sink)
    }
  }

  /// Writes one of the formats to its end.
  func writeWhole(_ format: ExportFormat, to sink: inout TextSink) throws {
    try write(format, to: &sink)
    try sink.flush()
  }

  /// Whether a file that begins with these bytes is an export, of any format.
  static func isExport(_ beginning: [UInt8]) -> Bool {
    let hyperfine = ["{\"results\":[\n{\"command\":\"", "{\"results\":[]}\n"]
    if hyperfine.contains(where: { beginning.starts(with: $0.utf8) }) { return true }
    let line = String(decoding: beginning.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let forms = [
      /run,position,workload,runtime,variant,toolchain,parameters,metric,unit,iteration,isWarmup,value\r/,
      /\{"run":"[^"]*","position":[0-9]+,"workload":".*\}/,
      /\{"format":"parallax-results","version":[0-9]+,.*/,
      /# run [0-9a-f-]{36}, preset .*/,
      /-- Parallax results as SQL for [a-z]+/,
    ]
    return forms.contains { line.wholeMatch(of: $0) != nil }
  }

  /// The bytes of one of the formats.
  func bytes(of format: ExportFormat) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var sink = TextSink { bytes += $0 }
    try writeWhole(format, to: &sink)
    return bytes
  }

  /// The bytes of one of the formats; nil as soon as there are more than the limit.
  func bytes(of format: ExportFormat, atMost limit: Int) throws -> [UInt8]? {
    struct LimitPassed: Error {}
    var bytes: [UInt8] = []
    var sink = TextSink { piece in
      guard bytes.count + piece.count <= limit else { throw LimitPassed() }
      bytes += piece
    }
    do {
      try writeWhole(format, to: &sink)
    } catch is LimitPassed { return nil }
    return bytes
  }

  /// The chosen runs, in the chosen order, or all runs, oldest first.
  func chosenRuns() throws -> [RunSummary] {
    let known = try store.runs()
    guard let runs else {
      return known.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
    }
    return runs.compactMap { id in known.first { $0.id == id } }
  }
}
