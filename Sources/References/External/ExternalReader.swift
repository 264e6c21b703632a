package import BenchmarkModel

/// Reads a file of another tool's results, strictly, piece by piece.
///
/// A file is used as a whole or not at all: after an error, discard the results that were returned
/// before it. Line formats are read as their lines come, however long the file is; a JSON document is
/// collected to its end and may have ``maximumDocumentBytes``. Criterion's results are a folder, which
/// ``CriterionReader`` reads.
package struct ExternalReader {
  /// The maximum size of a JSON document in bytes; its values need about as much memory again.
  package static let maximumDocumentBytes = 256 << 20

  private var file: any ResultFileReader

  /// Starts a file; nil for the format of a folder.
  ///
  /// - Parameter path: The file's name for messages.
  package init?(_ format: ExternalFormat, path: String) {
    guard let format = format.fileFormat else { return nil }
    file = format.makeReader(path: path)
  }

  /// Reads the next bytes of the file and returns the results, or parts of them, that are complete.
  package mutating func read(_ bytes: [UInt8]) throws(ReferenceError) -> [ExternalResult] {
    try file.read(bytes)
  }

  /// Ends the file and returns the remaining results.
  package mutating func finish() throws(ReferenceError) -> [ExternalResult] {
    try file.finish()
  }
}

extension ExternalFormat {
  /// How a file of the format is recognized and read, a row for each format; nil for a folder.
  var fileFormat: (any ResultFormat.Type)? {
    switch self {
    case .hyperfine: HyperfineReader.self
    case .goBench: GoBenchmarkReader.self
    case .criterion: nil
    case .googleBenchmark: GoogleBenchmarkReader.self
    case .jmh: JMHReader.self
    case .packageBenchmark: PackageBenchmarkReader.self
    case .packageBenchmarkBaseline: PackageBenchmarkBaselineReader.self
    case .pytestBenchmark: PytestBenchmarkReader.self
    case .asv: ASVReader.self
    case .goTestJSON: GoTestReader.self
    case .wrk: WrkReader.self
    case .hey: HeyReader.self
    case .vegeta: VegetaReader.self
    case .k6: K6Reader.self
    case .oha: OhaReader.self
    case .ndjson: NDJSONReader.self
    }
  }
}
