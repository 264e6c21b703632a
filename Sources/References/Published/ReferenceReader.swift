package import BenchmarkModel

/// Reads files of published numbers and of their sources, strictly.
///
/// A file is read as a whole or not at all. One error reports its first 20 faults, each with file, line,
/// column and remedy; a fault in the header hides those below it. The format is RFC 4180 in UTF-8 with
/// one record a line; ``ReferenceProblem`` lists what is refused. Columns may be in any order, and no
/// field may be empty: `not stated` is for what the publisher does not state, `none` for what does not
/// apply. Markup and addresses in text fields are kept as text.
package struct ReferenceReader: Sendable {
  /// The maximum size of a file in bytes.
  package static let maximumFileBytes = CSVParser.maximumFileBytes

  /// The implementations that references may be compared to, for every workload that they may
  /// belong to.
  package var implementations: [Implementation]
  /// The metrics that references may be compared to.
  package var metrics: [Metric]
  /// The sources that references may come from.
  package var sources: [Source]

  package init(
    implementations: [Implementation], metrics: [Metric] = Metric.common, sources: [Source]
  ) {
    self.implementations = implementations
    self.metrics = metrics
    self.sources = sources
  }

  /// The identifiers of the workloads, in the order of the implementations.
  var workloads: [String] {
    implementations.map(\.workload).reduce(into: []) { names, name in
      if names.last != name { names.append(name) }
    }
  }

  /// The sources in the content of a file such as `Workloads/sources.csv`, in the file's order.
  ///
  /// - Parameter path: The file's name for messages.
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
  package func references(
    in bytes: [UInt8],
    path: String
  ) throws(ReferenceError) -> [Reference] {
    try Self.records(in: bytes, path: path) { (row: inout RecordRow<ReferenceColumn>) in
      Reference(row: &row, reader: self).map { (.id, $0.id, $0) }
    }
  }

  /// The records that `read` returns for the rows; every row must give one with a unique identifier.
  static func records<Column, Record>(
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
