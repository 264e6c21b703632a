package import BenchmarkModel

/// Reads files of published numbers and of the sources they come from, strictly.
///
/// A file is read whole or not at all. Its first 20 faults are told in one error, each with file,
/// line, column and remedy; a fault in the header hides those below it.
/// The form of the files is that of RFC 4180 in UTF-8 with one record a line: see
/// ``ReferenceProblem`` for what is refused. Columns may stand in any order, and no field may be
/// empty: `not stated` stands for a publisher's silence, `none` for what does not apply. Text fields
/// keep markup and addresses as the text they are.
package struct ReferenceReader: Sendable {
  /// The largest file that is read, in bytes.
  package static let maximumFileBytes = CSVParser.maximumFileBytes

  /// The identifiers of the workloads that references may belong to.
  package var workloads: [String]
  /// The metrics that references may be compared to.
  package var metrics: [Metric]
  /// The sources that references may come from.
  package var sources: [Source]
  /// The runtimes that references may be compared to.
  package var runtimes: [Runtime]

  /// Makes a reader that knows the names which references may use.
  package init(
    workloads: [String], metrics: [Metric] = Metric.common, sources: [Source], runtimes: [Runtime]
  ) {
    self.workloads = workloads
    self.metrics = metrics
    self.sources = sources
    self.runtimes = runtimes
  }

  /// The sources in the content of a file such as `Workloads/sources.csv`, in the file's order.
  ///
  /// - Parameter path: The file's name for messages.
  /// - Throws: What is wrong with the file.
  package static func sources(
    in bytes: [UInt8],
    path: String
  ) throws(ReferenceError) -> [Source] {
    try records(in: bytes, path: path) { (row: inout RecordRow<SourceColumn>) in
      Source(row: &row).map { (.id, $0.id, $0) }
    }
  }

  /// The references in the content of a file such as `published.csv`, in the file's order.
  ///
  /// - Parameter path: The file's name for messages.
  /// - Throws: What is wrong with the file.
  package func references(
    in bytes: [UInt8],
    path: String
  ) throws(ReferenceError) -> [Reference] {
    try Self.records(in: bytes, path: path) { (row: inout RecordRow<ReferenceColumn>) in
      Reference(row: &row, reader: self).map { (.id, $0.id, $0) }
    }
  }

  /// The records that `read` makes of the rows, when every row gives one with an identifier of its
  /// own.
  private static func records<Column, Record>(
    in bytes: [UInt8],
    path: String,
    read: (inout RecordRow<Column>) -> (column: Column, id: String, record: Record)?
  ) throws(ReferenceError) -> [Record] {
    var findings = Findings()
    var table = try RecordTable<Column>(in: bytes, path: path)
    var records: [Record] = []
    var lines: [String: Int] = [:]
    while var row = table.nextRow(findings: &findings) {
      if let result = read(&row) {
        if let firstLine = lines[result.id] {
          row.add(.duplicateID(result.id, firstLine: firstLine), at: result.column)
        } else {
          lines[result.id] = row.line
          records.append(result.record)
        }
      }
      for error in row.errors { findings.add(error) }
    }
    try findings.raise()
    return records
  }
}
