import BenchmarkModel

/// A format of result files.
///
/// A format is one type in one file that conforms to ``DocumentFormat``, ``TextFormat`` or
/// ``LineFormat``, and one row in `ExternalFormat.fileFormat`.
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

/// A format whose files are read as a whole.
protocol WholeFileFormat: ResultFormat {
  /// The results of a file, in its order; their positions are set by the caller.
  static func results(in bytes: [UInt8], path: String) throws(ReferenceError) -> BenchmarkList
}

extension WholeFileFormat {
  static func makeReader(path: String) -> any ResultFileReader {
    WholeFileReader<Self>(path: path)
  }
}

/// A format whose files are JSON documents.
protocol DocumentFormat: WholeFileFormat {
  /// The results of a document, in its order.
  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList
}

extension DocumentFormat {
  static func results(in bytes: [UInt8], path: String) throws(ReferenceError) -> BenchmarkList {
    var scanner = JSONScanner(bytes, path: path, allowsNotANumber: true)
    let results = try results(from: &scanner)
    try scanner.end()
    return results
  }
}

/// A format whose files are short texts, which are read as a whole.
protocol TextFormat: WholeFileFormat {
  /// The results of the lines of a file, in their order.
  static func results(in lines: [TextLine]) throws(ReferenceError) -> BenchmarkList
}

extension TextFormat {
  static func results(in bytes: [UInt8], path: String) throws(ReferenceError) -> BenchmarkList {
    try results(in: TextLine.lines(of: bytes, path: path))
  }
}

/// The results of the benchmarks in a file.
///
/// What is wrong with one benchmark does not cost the others: it becomes a result without values that
/// says what is wrong. Only a file with nothing else is refused.
struct BenchmarkList {
  /// The metric of a benchmark that cannot be read.
  static let unreadableMetric = "unreadable"

  var results: [ExternalResult] = []
  private(set) var firstFault: ReferenceError?

  /// Adds what `read` returns for one benchmark, or what is wrong with it.
  ///
  /// - Parameter name: The benchmark's name, or its place if it has none.
  mutating func add(
    _ name: String, _ read: () throws(ReferenceError) -> [ExternalResult]
  ) {
    do throws(ReferenceError) { results += try read() } catch { addUnreadable(name, error) }
  }

  /// Adds what is wrong with a benchmark.
  mutating func addUnreadable(_ name: String, _ fault: ReferenceError) {
    firstFault = firstFault ?? fault
    results.append(
      ExternalResult(
        name: name, metric: Self.unreadableMetric, unit: ExternalUnit("", nil),
        gaps: [ExternalGap(printed: fault.description)]))
  }
}

/// Collects a file and reads it at its end.
struct WholeFileReader<Format: WholeFileFormat>: ResultFileReader {
  /// The maximum size of the file in bytes.
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
    let list = try Format.results(in: document, path: path)
    var results = list.results
    if results.allSatisfy({ $0.metric == BenchmarkList.unreadableMetric }) {
      throw list.firstFault ?? .problem(.external(.noResults), at: ReferencePlace(path, .file))
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
