package import BenchmarkModel
import GRDB

/// Stores the results of a file while it is read; see
/// ``MeasurementStore/importExternal(_:importedAt:read:)``.
package struct ExternalSink {
  private let connection: Database
  private let path: String
  /// What is stored of each result, by its position.
  private var stored: [Int: Stored] = [:]
  private var summary = ExternalSummary()

  private struct Stored {
    let id: Int64
    /// The result without its values.
    let name: String
    var values = 0
    var statistics = 0
    var gaps: [ExternalGap] = []
  }

  init(connection: Database, path: String) {
    self.connection = connection
    self.path = path
  }

  /// Stores results; a result with the position of an earlier one adds values to it.
  package mutating func add(_ results: [ExternalResult]) throws(StoreError) {
    do {
      for result in results { try add(result) }
    } catch {
      throw StoreError(staging: error, path: path)
    }
  }

  private mutating func add(_ result: ExternalResult) throws {
    // The readers refuse it with its place in the file.
    if let text = result.texts.first(where: { $0.utf8.contains(0) }) {
      throw RowProblem.textWithNUL(text, result: result.position)
    }
    var entry =
      try stored[result.position]
      ?? Stored(
        id: connection.insert(result, file: Staging.file, into: Staging.name),
        name: "\(result.name) \(result.metric)")
    if stored[result.position] == nil { summary.results += 1 }
    try connection.insertValues(of: result, id: entry.id, from: entry.values, into: Staging.name)
    entry.values += result.values.count
    entry.statistics += result.statistics.count
    for gap in result.gaps where gap.name == ExternalGap.value || result.values.isEmpty {
      entry.gaps.append(gap)
    }
    summary.values += result.values.count
    stored[result.position] = entry
  }

  /// The summary of all results.
  func finished() -> ExternalSummary {
    var summary = summary
    for (_, entry) in stored.sorted(by: { $0.key < $1.key }) where !entry.gaps.isEmpty {
      guard entry.values == 0, entry.statistics == 0 else {
        summary.gaps += entry.gaps.reduce(0) { $0 + ($1.name == ExternalGap.value ? $1.count : 0) }
        continue
      }
      summary.emptyCount += 1
      if summary.empty.count < ExternalSummary.maximumListed {
        summary.empty.append("\(entry.name): \(entry.gaps[0].printed)")
      }
    }
    return summary
  }
}

extension ExternalResult {
  /// Every text that its file states.
  fileprivate var texts: [String] {
    [name, metric, unit.printed, toolVersion ?? ""] + statistics.map(\.name)
      + gaps.flatMap { [$0.name, $0.printed] } + facts.flatMap { [$0.name, $0.value] }
  }
}

/// A private temporary database on a connection, in which an import collects results before it locks
/// the database itself.
///
/// SQLite keeps it in an unnamed temporary file, in the folder that `TMPDIR` names, and removes it with
/// the connection, even if the process is killed.
enum Staging {
  static let name = "staging"
  /// The key of the only file in it.
  static let file: Int64 = 1
}

extension Database {
  /// Attaches an empty staging database.
  func attachStaging() throws {
    let schema = Staging.name
    try execute(sql: "ATTACH '' AS \(schema)")
    // What is in it is thrown away after an error.
    try execute(sql: "PRAGMA \(schema).journal_mode = OFF")
    let tables = (Schema.importedFileTable + Schema.externalTables)
      .replacing("CREATE TABLE ", with: "CREATE TABLE \(schema).")
      .replacing("CREATE INDEX ", with: "CREATE INDEX \(schema).")
    try execute(sql: tables)
    try execute(
      sql: """
        INSERT INTO \(schema).importedFile
        VALUES (\(Staging.file), 'staged', '\(String(repeating: "0", count: 64))',
          '2000-01-01T00:00:00.000Z');
        INSERT INTO \(schema).externalFile VALUES (\(Staging.file), 'staged', NULL, NULL);
        """)
  }

  /// Throws the staging database away.
  func detachStaging() {
    // If it cannot be detached, it goes with the connection.
    do { try execute(sql: "DETACH \(Staging.name)") } catch {}
  }

  /// Copies all staged results to a file of the database itself.
  func copyStaged(to file: Int64) throws {
    let first = try Int64.fetchOne(
      self, sql: "SELECT coalesce(max(id), 0) FROM main.externalResult")
    let columns = """
      position, name, metric, printedUnit, unit, unitFactor, toolVersion, workload, runtime,
      variant, parameters, ourMetric
      """
    try execute(
      sql: """
        INSERT INTO main.externalResult (id, externalFile, \(columns))
        SELECT id + ?, ?, \(columns) FROM \(Staging.name).externalResult ORDER BY id
        """, arguments: [first, file])
    for (table, columns) in [
      ("externalSample", "sequence, numbers, iterations"),
      ("externalStatistic", "position, name, value"), ("externalFact", "position, name, value"),
      ("externalGap", "name, printed, count"),
    ] {
      try execute(
        sql: """
          INSERT INTO main.\(table) (externalResult, \(columns))
          SELECT externalResult + ?, \(columns) FROM \(Staging.name).\(table) ORDER BY 1, 2
          """, arguments: [first])
    }
  }
}

extension StoreError {
  /// An error while results are staged: if nothing can be written, it is the temporary file that
  /// cannot.
  init(staging error: any Error, path: String) {
    switch StoreError(error, path: path) {
    case .file(.diskFull, _):
      self = .file(.cannotStage(reason: "the disk is too full for it"), path: path)
    case .file(.cannotWrite(let reason), _), .file(.cannotOpen(let reason), _),
      .file(.noRoom(let reason), _):
      self = .file(.cannotStage(reason: reason), path: path)
    case let other: self = other
    }
  }
}
