package import BenchmarkModel

/// Reads a file of another tool's results, strictly, piece by piece.
///
/// A file is of use whole or not at all: what was handed over before an error must be thrown away.
/// Go's benchmark text and NDJSON are read as they come, however long; a JSON document is kept until
/// its end and may have ``maximumDocumentBytes``. What Criterion keeps is read by ``CriterionReader``.
package struct ExternalReader {
  /// The largest JSON document that is read, in bytes.
  ///
  /// What its values need besides itself is of the same size.
  package static let maximumDocumentBytes = 256 << 20

  private enum State {
    case document(any DocumentReader.Type, [UInt8])
    case goBench(LineByLine<GoBenchmarkReader>)
    case ndjson(LineByLine<NDJSONReader>)
  }

  private let path: String
  private var state: State
  /// How many bytes a document may have.
  var limit = Self.maximumDocumentBytes

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - format: What the file is; a Criterion folder has no reader of this kind.
  ///   - path: The file's name for messages.
  package init?(_ format: ExternalFormat, path: String) {
    self.path = path
    switch format {
    case .goBench: state = .goBench(LineByLine(GoBenchmarkReader(path: path), path: path))
    case .ndjson: state = .ndjson(LineByLine(NDJSONReader(path: path), path: path))
    case .hyperfine: state = .document(HyperfineReader.self, [])
    case .googleBenchmark: state = .document(GoogleBenchmarkReader.self, [])
    case .jmh: state = .document(JMHReader.self, [])
    case .packageBenchmark: state = .document(PackageBenchmarkReader.self, [])
    case .criterion: return nil
    }
  }

  /// Reads the next bytes of the file and returns the results, or pieces of them, that are complete.
  package mutating func read(_ bytes: [UInt8]) throws(ReferenceError) -> [ExternalResult] {
    switch state {
    // Each lets go of the copy, which would be made anew otherwise.
    case .goBench(var reader):
      state = .document(HyperfineReader.self, [])
      defer { state = .goBench(reader) }
      return try reader.read(bytes)
    case .ndjson(var reader):
      state = .document(HyperfineReader.self, [])
      defer { state = .ndjson(reader) }
      return try reader.read(bytes)
    case .document(let reader, var document):
      state = .document(reader, [])
      document += bytes
      guard document.count <= limit else {
        throw .problem(
          .fileTooLarge(byteCount: document.count, limit: limit),
          at: ReferencePlace(path, .file))
      }
      state = .document(reader, document)
      return []
    }
  }

  /// Ends the file and returns the results that are left.
  package mutating func finish() throws(ReferenceError) -> [ExternalResult] {
    switch state {
    case .goBench(var reader): return try reader.finish()
    case .ndjson(var reader): return try reader.finish()
    case .document(let reader, let document):
      var scanner = JSONScanner(document, path: path)
      var results = try reader.results(from: &scanner, file: path)
      try scanner.end()
      guard !results.isEmpty else {
        throw .problem(.external(.noResults), at: ReferencePlace(path, .file))
      }
      for index in results.indices { results[index].position = index }
      return results
    }
  }
}

/// A format whose files are JSON documents.
protocol DocumentReader {
  /// The results of a document, in its order.
  static func results(
    from scanner: inout JSONScanner, file: String
  ) throws(ReferenceError) -> [ExternalResult]
}
