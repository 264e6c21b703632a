/// The rows of a file whose header consists of exactly the columns of `Column`, in any order.
struct RecordTable<Column: CaseIterable & RawRepresentable<String>> {
  private let path: String
  private var parser: CSVParser
  private let positions: [String: Int]

  /// Reads the header.
  ///
  /// - Throws: What is wrong with the file as a whole or with its header; no row can be read then.
  init(in bytes: [UInt8], path: String) throws(ReferenceError) {
    self.path = path
    parser = try CSVParser(bytes, path: path)
    let expected = Column.allCases.map(\.rawValue)
    guard let header = try parser.next() else {
      throw .problem(.emptyFile(columns: expected), at: ReferencePlace(path, .file))
    }
    try Self.check(header: header.fields, expected: expected, path: path)
    positions = Dictionary(uniqueKeysWithValues: header.fields.enumerated().map { ($1, $0) })
  }

  /// The next line that has a field for each column; nil at the end of the file or when enough problems
  /// were found.
  ///
  /// - Parameter findings: Receives what is wrong with the skipped lines.
  mutating func nextRow(findings: inout Findings) -> RecordRow<Column>? {
    while !findings.isFull {
      do throws(ReferenceError) {
        guard let record = try parser.next() else { return nil }
        if record.fields.count == positions.count {
          return RecordRow(path: path, record: record, positions: positions)
        }
        findings.add(
          .wrongColumnCount(found: record.fields.count, expected: positions.count),
          at: ReferencePlace(path, .line(record.line))
        )
      } catch {
        findings.add(error)
      }
    }
    return nil
  }

  private static func check(
    header: [String],
    expected: [String],
    path: String
  ) throws(ReferenceError) {
    var findings = Findings()
    let place = ReferencePlace(path, .line(1))
    for (index, name) in header.enumerated() {
      if !expected.contains(name) {
        findings.add(.unknownName(.column, value: name, allowed: expected), at: place)
      } else if header[..<index].contains(name) {
        findings.add(.duplicateColumn(name), at: place)
      }
    }
    let missing = expected.filter { !header.contains($0) }
    if !missing.isEmpty { findings.add(.missingColumns(missing), at: place) }
    try findings.raise()
  }
}

/// A record whose fields are read by column and whose errors are collected.
struct RecordRow<Column: CaseIterable & RawRepresentable<String>> {
  private let path: String
  private let record: CSVRecord
  private let positions: [String: Int]
  private(set) var errors: [ReferenceError] = []

  init(path: String, record: CSVRecord, positions: [String: Int]) {
    self.path = path
    self.record = record
    self.positions = positions
  }

  /// The line of the record, counted from 1.
  var line: Int { record.line }

  /// Reads a field; nil when its content is wrong, which is added to the errors.
  ///
  /// - Parameter placeholder: What to write when there is nothing to state.
  mutating func read<Value>(
    _ column: Column,
    placeholder: String? = nil,
    _ parse: Field.Parser<Value>
  ) -> Value? {
    do throws(ReferenceError) {
      return try parse(try field(column, placeholder: placeholder))
    } catch {
      errors.append(error)
      return nil
    }
  }

  /// Adds an error about several fields at the field to be fixed.
  mutating func add(_ problem: ReferenceProblem, at column: Column) {
    errors.append(.problem(problem, at: place(of: column)))
  }

  private func field(
    _ column: Column,
    placeholder: String?
  ) throws(ReferenceError) -> Field {
    let text = positions[column.rawValue].map { record.fields[$0] } ?? ""
    guard let first = text.first, let last = text.last else {
      throw .problem(.emptyField(placeholder: placeholder), at: place(of: column))
    }
    guard !first.isWhitespace, !last.isWhitespace else {
      throw .problem(.surroundingSpace(value: text), at: place(of: column))
    }
    return Field(text: text, place: place(of: column))
  }

  private func place(of column: Column) -> ReferencePlace {
    ReferencePlace(path, .column(column.rawValue, line: record.line))
  }
}
