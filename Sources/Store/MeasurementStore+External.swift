package import BenchmarkModel
package import FoundationEssentials
import GRDB

/// A file of another tool's results, as it is known again.
package struct ExternalFile: Sendable, Hashable {
  /// The mapping that named cases of ours for its results.
  package struct Mapping: Sendable, Hashable {
    /// The path of the file.
    package var path: String
    /// The SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    package var sha256: String

    /// Names a mapping.
    package init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// The path by which the file is known again.
  package var path: String
  /// What wrote it.
  package var format: ExternalFormat
  /// The mapping; nil without one.
  package var mapping: Mapping?

  /// Names a file.
  package init(path: String, format: ExternalFormat, mapping: Mapping? = nil) {
    self.path = path
    self.format = format
    self.mapping = mapping
  }
}

/// What an import of other tools' results did to the database.
package struct ExternalSummary: Sendable, Hashable {
  /// Different results, each a metric of a benchmark.
  package var results = 0
  /// Single values of all results.
  package var values = 0
  /// Whether the file was there before.
  package var wasKnown = false
  /// Whether it was there with the same content and the same mapping, so that nothing was changed.
  package var isUnchanged = false
}

/// Takes the results of a file while it is read; see
/// ``MeasurementStore/importExternal(_:importedAt:read:)``.
package struct ExternalSink {
  fileprivate let connection: Database
  fileprivate let file: Int64
  fileprivate let path: String
  /// The key of each result and how many of its values are stored.
  fileprivate var stored: [Int: (id: Int64, count: Int)] = [:]
  fileprivate var summary = ExternalSummary()

  /// Stores results, or the next values of results that were stored under the same position before.
  package mutating func add(_ results: [ExternalResult]) throws(StoreError) {
    do {
      for result in results { try add(result) }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  private mutating func add(_ result: ExternalResult) throws {
    var entry =
      try stored[result.position] ?? (connection.insert(result, file: file), 0)
    if entry.count == 0, stored[result.position] == nil { summary.results += 1 }
    try connection.insertValues(of: result, id: entry.id, from: entry.count)
    entry.count += result.values.count
    summary.values += result.values.count
    stored[result.position] = entry
  }
}

extension MeasurementStore {
  /// Stores the results of another tool's file: all of them or, when something is wrong, none.
  ///
  /// What the file brought before is replaced, whatever its format was. Importing the same content
  /// with the same mapping again changes nothing. All is one transaction, so that a long file can be
  /// handed over piece by piece.
  ///
  /// - Parameters:
  ///   - file: The file, known again by its path.
  ///   - importedAt: The time of the import.
  ///   - read: Reads the file, hands all its results over, and returns the SHA-256 of its bytes.
  /// - Throws: A ``StoreError``, or what `read` throws, hence without a type.
  @discardableResult
  package func importExternal(
    _ file: ExternalFile, importedAt: Date, read: (inout ExternalSink) throws -> String
  ) throws -> ExternalSummary {
    var summary = ExternalSummary()
    var failure: (any Error)?
    do {
      try connection.inTransaction(.immediate) { connection in
        let old = try connection.setAside(file)
        // The digest is known only when all was read.
        let id = try connection.insertFile(
          file, sha256: String(repeating: "0", count: 64), importedAt: Timestamp(importedAt).text)
        var sink = ExternalSink(connection: connection, file: id, path: path)
        let sha256: String
        do { sha256 = try read(&sink) } catch {
          failure = error
          throw error
        }
        summary = sink.summary
        summary.wasKnown = old != nil
        if let old, try connection.isSame(old, file, sha256: sha256) {
          summary.isUnchanged = true
          return .rollback
        }
        try connection.settle(id, sha256: sha256, inPlaceOf: old)
        return .commit
      }
    } catch {
      throw failure ?? StoreError(error, path: path)
    }
    return summary
  }

  /// The results that were imported from a file, in its order; empty when there is no such file.
  package func externalResults(path file: String) throws(StoreError) -> [ExternalResult] {
    try reading { connection in
      let sql = "SELECT id FROM importedFile WHERE path = ?"
      guard let id = try Int64.fetchOne(connection, sql: sql, arguments: [file]) else { return [] }
      var results: [ExternalResult] = []
      try connection.forEachExternalResult(file: id) { results.append($0) }
      return results
    }
  }
}

extension Database {
  /// Gives the rows of the file another path until it is known whether they are to be kept, and
  /// returns their key; nil when the file is new.
  fileprivate func setAside(_ file: ExternalFile) throws -> Int64? {
    let sql = "SELECT id FROM importedFile WHERE path = ?"
    guard let id = try Int64.fetchOne(self, sql: sql, arguments: [file.path]) else { return nil }
    // No path ends in a slash.
    try execute(sql: "UPDATE importedFile SET path = path || '/' WHERE id = ?", arguments: [id])
    return id
  }

  /// Lets a file that was read stand for the one that was set aside.
  fileprivate func settle(_ id: Int64, sha256: String, inPlaceOf old: Int64?) throws {
    try execute(sql: "UPDATE importedFile SET sha256 = ? WHERE id = ?", arguments: [sha256, id])
    if let old { try execute(sql: "DELETE FROM importedFile WHERE id = ?", arguments: [old]) }
  }

  /// Whether a file was imported with this content, format and mapping.
  fileprivate func isSame(_ id: Int64, _ file: ExternalFile, sha256: String) throws -> Bool {
    let sql = """
      SELECT 1 FROM importedFile JOIN externalFile ON importedFile = id
      WHERE id = ? AND sha256 = ? AND format = ? AND mappingSHA256 IS ?
      """
    return try Int.fetchOne(
      self, sql: sql, arguments: [id, sha256, file.format.rawValue, file.mapping?.sha256]) != nil
  }
}
