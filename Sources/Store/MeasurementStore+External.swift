package import BenchmarkModel
package import FoundationEssentials
import GRDB

/// A file of another tool's results.
package struct ExternalFile: Sendable, Hashable {
  /// The mapping file that assigned cases to its results.
  package struct Mapping: Sendable, Hashable {
    package var path: String
    /// The SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    package var sha256: String

    package init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// The path, which identifies the file when it is imported again.
  package var path: String
  package var format: ExternalFormat
  /// Nil when the results were imported without a mapping.
  package var mapping: Mapping?

  package init(path: String, format: ExternalFormat, mapping: Mapping? = nil) {
    self.path = path
    self.format = format
    self.mapping = mapping
  }
}

/// What an import of another tool's results changed.
package struct ExternalSummary: Sendable, Hashable {
  /// The number of results, each one metric of one benchmark.
  package var results = 0
  /// The number of values in all results.
  package var values = 0
  /// Whether the file had been imported before.
  package var wasKnown = false
  /// Whether it had been imported with the same content and mapping, so that nothing was changed.
  package var isUnchanged = false
}

/// Stores the results of a file while it is read; see
/// ``MeasurementStore/importExternal(_:importedAt:read:)``.
package struct ExternalSink {
  fileprivate let connection: Database
  fileprivate let file: Int64
  fileprivate let path: String
  /// The key of each result and the number of its stored values, by the result's position.
  fileprivate var stored: [Int: (id: Int64, count: Int)] = [:]
  fileprivate var summary = ExternalSummary()

  /// Stores results; a result with the position of an earlier one adds values to it.
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
  /// Stores the results of another tool's file, all or none.
  ///
  /// They replace what was imported from that path before, whatever its format was. Importing the
  /// same content with the same mapping again changes nothing. The import is one transaction, so
  /// `read` can pass a long file piece by piece.
  ///
  /// - Parameters:
  ///   - read: Reads the file, adds all its results, and returns the SHA-256 of its bytes.
  /// - Throws: A ``StoreError``, or what `read` throws.
  @discardableResult
  package func importExternal(
    _ file: ExternalFile, importedAt: Date, read: (inout ExternalSink) throws -> String
  ) throws -> ExternalSummary {
    var summary = ExternalSummary()
    var failure: (any Error)?
    do {
      try connection.inTransaction(.immediate) { connection in
        let old = try connection.setAside(file)
        // The digest is known only after the whole file is read.
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
        try connection.settle(id, sha256: sha256, replacing: old)
        return .commit
      }
    } catch {
      throw failure ?? StoreError(error, path: path)
    }
    return summary
  }

  /// The results that were imported from a file, in file order; empty when there is no such file.
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
  /// Renames the earlier import of the file until it is known whether to keep it, and returns its key;
  /// nil when the file is new.
  fileprivate func setAside(_ file: ExternalFile) throws -> Int64? {
    let sql = "SELECT id FROM importedFile WHERE path = ?"
    guard let id = try Int64.fetchOne(self, sql: sql, arguments: [file.path]) else { return nil }
    // No path ends in a slash.
    try execute(sql: "UPDATE importedFile SET path = path || '/' WHERE id = ?", arguments: [id])
    return id
  }

  /// Completes an import, and removes the earlier one that was set aside.
  fileprivate func settle(_ id: Int64, sha256: String, replacing old: Int64?) throws {
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
