import BenchmarkModel

/// A format of result files.
///
/// A format is one type in one file that conforms to ``DocumentFormat`` or ``LineFormat``, and one row
/// in `ExternalFormat.fileFormat`.
protocol ResultFormat {
  /// Whether a file with this beginning may be of the format.
  static func recognizes(_ beginning: FileBeginning) -> Bool

  /// A reader for one file.
  ///
  /// - Parameter path: The file's name for messages.
  static func makeReader(path: String) -> any ResultFileReader
}

/// Reads one file piece by piece.
protocol ResultFileReader {
  /// Reads the next bytes of the file and returns the results, or parts of them, that are complete.
  mutating func read(_ bytes: [UInt8]) throws(ReferenceError) -> [ExternalResult]

  /// Ends the file and returns the remaining results.
  mutating func finish() throws(ReferenceError) -> [ExternalResult]
}

/// A format whose files are JSON documents.
protocol DocumentFormat: ResultFormat {
  /// The results of a document, in its order; their positions are set by the caller.
  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> [ExternalResult]
}

extension DocumentFormat {
  static func makeReader(path: String) -> any ResultFileReader {
    DocumentReader<Self>(path: path)
  }
}

/// Collects a JSON document and reads it at its end.
struct DocumentReader<Format: DocumentFormat>: ResultFileReader {
  /// The maximum size of the document in bytes.
  var limit = ExternalReader.maximumDocumentBytes
  private let path: String
  private var document: [UInt8] = []

  init(path: String) {
    self.path = path
  }

  mutating func read(_ bytes: [UInt8]) throws(ReferenceError) -> [ExternalResult] {
    document += bytes
    guard document.count <= limit else {
      throw .problem(
        .fileTooLarge(byteCount: document.count, limit: limit), at: ReferencePlace(path, .file))
    }
    return []
  }

  mutating func finish() throws(ReferenceError) -> [ExternalResult] {
    var scanner = JSONScanner(document, path: path, allowsNotANumber: true)
    var results = try Format.results(from: &scanner)
    try scanner.end()
    guard !results.isEmpty else {
      throw .problem(.external(.noResults), at: ReferencePlace(path, .file))
    }
    for index in results.indices { results[index].position = index }
    return results
  }
}

extension ExternalResult {
  /// Adds values, or the gaps in their places.
  mutating func add(_ values: [NumberOrGap]) {
    for value in values {
      switch value {
      case .number(let number): self.values.append(number)
      case .gap(let printed): add(ExternalGap(printed: printed))
      }
    }
  }

  /// Adds a statistic, or the gap in its place.
  mutating func add(_ value: NumberOrGap, as statistic: String) {
    switch value {
    case .number(let number): statistics.append(ExternalStatistic(statistic, number))
    case .gap(let printed): add(ExternalGap(statistic, printed: printed))
    }
  }
}
