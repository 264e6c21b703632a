import BenchmarkModel
import FoundationEssentials
import GRDB

/// Rows of published numbers and their sources.
extension Database {
  func sources() throws -> [Source] {
    let texts = "id, title, author, published, url, trust, trustReason, method, retrieved"
    let sql = "SELECT \(texts), \(isSpoiled(texts)) FROM source ORDER BY id"
    return try Row.fetchAll(self, sql: sql).compactMap { row in
      try unlessFaulty {
        try row.requireWholeTexts(9, of: "source")
        return try Source(
          id: row.value(0, "source.id"), title: row.value(1), author: row.value(2),
          published: row.value(3), url: row.value(4, "source.url"),
          trust: Source.Trust(stored: row.value(5), column: "source.trust"),
          trustReason: row.value(6), method: row.value(7), retrieved: row.value(8))
      }
    }
  }

  /// Inserts a source, or updates the one with its identifier.
  func update(_ source: Source) throws {
    try execute(
      sql: """
        INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
          title = excluded.title, author = excluded.author, published = excluded.published,
          url = excluded.url, trust = excluded.trust, trustReason = excluded.trustReason,
          method = excluded.method, retrieved = excluded.retrieved
        """,
      arguments: [
        source.id, source.title, source.author, source.published, source.url,
        source.trust.rawValue, source.trustReason, source.method, source.retrieved,
      ])
  }

  /// Inserts a file with its references.
  func insertFile(
    path: String, sha256: String, importedAt: String, references: [Reference]
  ) throws {
    try execute(
      sql: "INSERT INTO importedFile (path, sha256, importedAt) VALUES (?, ?, ?)",
      arguments: [path, sha256, importedAt])
    let id = lastInsertedRowID
    for (position, reference) in references.enumerated() {
      try insert(reference, file: id, position: position)
    }
  }

  private func insert(_ reference: Reference, file: Int64, position: Int) throws {
    let provenance = reference.provenance
    let columns: StatementArguments = [
      reference.id, file, position, reference.workload, reference.language, reference.runtime,
      reference.runtimeVersion, reference.comparesTo?.runtime.id, reference.comparesTo?.variantName,
      reference.metric,
      reference.comparesToMetric, reference.statistic.rawValue, reference.qualifier.rawValue,
      reference.value.printed, reference.value.printedUnit, reference.value.normalized,
      reference.value.normalizedUnit.rawValue, reference.value.conversion,
      reference.contract.kind.rawValue, reference.contract.difference, provenance.sourceID,
      provenance.locator, provenance.hardware, provenance.operatingSystem, provenance.note,
    ]
    let statement = try cachedStatement(
      sql: """
        INSERT INTO reference (
          id, importedFile, position, workload, language, runtime, runtimeVersion, comparesTo,
          comparesToVariant, metric, comparesToMetric, statistic, qualifier, printed, printedUnit, normalizedValue,
          normalizedUnit, conversion, contract, difference, source, locator, hardware,
          operatingSystem, note
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: columns)
    for (place, parameter) in reference.parameters.enumerated() {
      try execute(
        sql: """
          INSERT INTO referenceParameter (reference, name, position, value) VALUES (?, ?, ?, ?)
          """,
        arguments: [reference.id, parameter.name, place, parameter.value])
    }
  }

  /// The references of some files, by file and then in file order.
  func references(ofFiles ids: [Int64]) throws -> [Reference] {
    guard !ids.isEmpty else { return [] }
    let list = ids.map(String.init).joined(separator: ", ")
    return try references(where: "reference.importedFile IN (\(list))", [])
  }

  /// The references that satisfy a condition, by file, those of a source tree first, and then in file
  /// order.
  func references(where condition: String, _ values: StatementArguments) throws -> [Reference] {
    var parameters: [String: [Parameter]] = [:]
    let parameterRows = try Row.fetchCursor(
      self, sql: "SELECT reference, name, value FROM referenceParameter ORDER BY position")
    while let row = try parameterRows.next() {
      let parameter = try unlessFaulty {
        try Parameter(
          row.value(1, "referenceParameter.name"), row.value(2, "referenceParameter.value"))
      }
      if let parameter { try parameters[row.value(0), default: []].append(parameter) }
    }
    let texts = """
      reference.id, workload, language, runtime, runtimeVersion, comparesTo, comparesToVariant, metric,
      comparesToMetric, statistic, qualifier, printed, printedUnit, normalizedUnit, conversion, contract,
      difference, source, locator, hardware, operatingSystem, note
      """
    let sql = """
      SELECT reference.id, workload, language, runtime, runtimeVersion, comparesTo, metric,
        comparesToMetric, statistic, qualifier, printed, printedUnit, normalizedValue,
        normalizedUnit, conversion, contract, difference, source, locator, hardware, operatingSystem,
        note, comparesToVariant, \(isSpoiled(texts))
      FROM reference
      JOIN importedFile ON importedFile.id = importedFile
      WHERE \(condition)
      ORDER BY path NOT GLOB 'Workloads/*/published.csv', path, importedFile.id, position
      """
    return try Row.fetchAll(self, sql: sql, arguments: values).compactMap { row in
      try unlessFaulty {
        try row.requireWholeTexts(23, of: "reference")
        return try Reference(row, parameters: parameters[row.value(0)] ?? [])
      }
    }
  }
}

/// The condition that a text in some columns has a NUL, at which GRDB would end it, or is not UTF-8.
private func isSpoiled(_ columns: String) -> String {
  // Between two texts stands what can be a part of no character.
  let texts = columns.split { ", \n".contains($0) }.map { "coalesce(\($0), '')" }
    .joined(separator: " || ' ' || ")
  return "instr(\(texts), char(0)) > 0 OR NOT isUTF8(CAST(\(texts) AS BLOB))"
}

extension Row {
  /// Throws a ``RowFault`` when the condition in a column, that a text is spoiled, is true.
  fileprivate func requireWholeTexts(_ column: Int, of table: String) throws {
    guard try !value(column) else {
      throw RowFault(column: table, value: "spoiled", bound: "UTF-8 without a NUL")
    }
  }
}

/// A row, or nil when it has a value that cannot be used.
private func unlessFaulty<Value>(_ read: () throws -> Value) throws -> Value? {
  do {
    return try read()
  } catch is RowFault {
    return nil
  } catch is RowDecodingError {
    return nil
  }
}

extension Reference {
  fileprivate init(_ row: Row, parameters: [Parameter]) throws {
    let workload: String = try row.value(1, "reference.workload")
    let comparesTo: String? = try row.value(5)
    let variant: String? = try row.value(22)
    try self.init(
      id: row.value(0, "reference.id"), workload: workload, language: row.value(2),
      runtime: row.value(3),
      runtimeVersion: row.value(4),
      comparesTo: comparesTo.map {
        Implementation(
          workload: workload, runtime: Runtime($0),
          variant: variant == Implementation.defaultVariant ? nil : variant)
      },
      parameters: parameters, metric: row.value(6), comparesToMetric: row.value(7),
      statistic: Statistic(stored: row.value(8), column: "reference.statistic"),
      qualifier: Qualifier(stored: row.value(9), column: "reference.qualifier"),
      value: PublishedValue(
        printed: row.value(10), printedUnit: row.value(11),
        normalized: row.value(12, "reference.normalizedValue"),
        normalizedUnit: Metric.Unit(stored: row.value(13), column: "reference.normalizedUnit"),
        conversion: row.value(14)),
      contract: ContractMatch(row.value(15), difference: row.value(16)),
      provenance: Provenance(
        sourceID: row.value(17, "reference.source"), locator: row.value(18),
        hardware: row.value(19),
        operatingSystem: row.value(20), note: row.value(21)))
  }
}

extension ContractMatch {
  fileprivate init(_ word: String, difference: String?) throws {
    switch (try Kind(stored: word, column: "reference.contract"), difference) {
    case (.same, nil): self = .same
    case (.similar, .some(let difference)): self = .similar(difference: difference)
    case (.different, .some(let difference)): self = .different(difference: difference)
    default:
      throw RowFault(
        column: "reference.difference", value: difference ?? "missing",
        bound: "missing if and only if the contract is the same")
    }
  }
}
