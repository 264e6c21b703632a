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

  /// The path: files with one path are versions of one file.
  package var path: String
  /// Whether the beginning of the content's SHA-256 is added to the path, because the content came
  /// through a pipe and has no path.
  package var isNamedByContent: Bool
  package var format: ExternalFormat
  /// Nil when the results were imported without a mapping.
  package var mapping: Mapping?

  package init(
    path: String, isNamedByContent: Bool = false, format: ExternalFormat, mapping: Mapping? = nil
  ) {
    self.path = path
    self.isNamedByContent = isNamedByContent
    self.format = format
    self.mapping = mapping
  }

  /// A name for content without a path; other content has another name.
  package static func name(_ origin: String, sha256: String) -> String {
    "\(origin) \(sha256.prefix(12))"
  }
}

/// What an import of another tool's results changed.
package struct ExternalSummary: Sendable, Hashable {
  /// What an import does to a file.
  package enum Change: Sendable, Hashable {
    /// Its content is new; the number of its version, counted from 1.
    case added(version: Int)
    /// The same content was here with another mapping or format, which was replaced.
    case remapped
    /// The same content was here as an earlier version with the same mapping and format, and is the
    /// newest version again.
    case restored
    /// The newest version has the same content, mapping and format.
    case unchanged
  }

  /// The path under which the file is stored.
  package var path = ""
  /// The number of results, each one metric of one benchmark.
  package var results = 0
  /// The number of values in all results.
  package var values = 0
  package var change = Change.unchanged
  /// Results that have neither a value nor a statistic, as `name metric: reason`; at most
  /// ``maximumListed``.
  package var empty: [String] = []
  /// The number of all such results.
  package var emptyCount = 0
  /// The number of missing values of the other results.
  package var gaps = 0

  package static let maximumListed = 20
}

extension MeasurementStore {
  /// Stores the results of another tool's file, all or none.
  ///
  /// New content under a known path is a new version of that file; the earlier ones stay. The content
  /// of an earlier version becomes the newest version again. The same content with another mapping or
  /// format replaces those.
  ///
  /// While the file is read, its results go to a private temporary file of SQLite, and the database is
  /// not locked. They are copied at the end, in one transaction.
  ///
  /// - Parameters:
  ///   - read: Reads the file, adds all its results, and returns the SHA-256 of its bytes.
  /// - Throws: A ``StoreError``, or what `read` throws.
  @discardableResult
  package func importExternal(
    _ file: ExternalFile, importedAt: Date, read: (inout ExternalSink) throws -> String
  ) throws -> ExternalSummary {
    var failure: (any Error)?
    do {
      return try connection.inDatabase { connection in
        try connection.attachStaging()
        defer { connection.detachStaging() }
        var sink = ExternalSink(connection: connection, path: path)
        var sha256 = ""
        try connection.inTransaction(.deferred) {
          do { sha256 = try read(&sink) } catch {
            failure = error
            throw error
          }
          return .commit
        }
        var file = file
        if file.isNamedByContent { file.path = ExternalFile.name(file.path, sha256: sha256) }
        var summary = sink.finished()
        summary.path = file.path
        try requireFileInPlace()
        try connection.inTransaction(.immediate) {
          summary.change = try connection.takeStaged(file, sha256: sha256, at: importedAt)
          return summary.change == .unchanged ? .rollback : .commit
        }
        try requireFileInPlace(afterWriting: true)
        return summary
      }
    } catch {
      throw failure ?? StoreError(error, path: path)
    }
  }
}

extension MeasurementStore {
  /// The results of other tools' newest files that a mapping assigns to cases of ours, in file order.
  ///
  /// - Parameter limit: The maximum number of results.
  package func mappedResults(limit: Int) throws(StoreError) -> [MappedResult] {
    try reading { connection in
      let sql = """
        SELECT path, format, name, metric, unit, workload, runtime, variant, parameters, ourMetric,
          count, CAST(coalesce(median, printedMedian) AS REAL), printedMean
        FROM externalSummary WHERE workload IS NOT NULL ORDER BY path, externalResult LIMIT ?
        """
      return try Row.fetchAll(connection, sql: sql, arguments: [limit]).map(MappedResult.init)
    }
  }
}

extension MappedResult {
  fileprivate init(_ row: Row) throws {
    let unit: String? = try row.value(4, "externalResult.unit")
    let format: String = try row.value(1, "externalFile.format")
    let parameters: String = try row.value(8)
    guard let sizes = Parameter.list(parameters) else {
      throw FileProblem.damaged(
        problem: "parameters \"\(parameters)\" of a result of another tool")
    }
    // Names of ours end up in addresses of pages.
    let implementation = try Implementation(
      workload: row.value(5, "benchmarkCase.workload"),
      runtime: row.value(6, "benchmarkCase.runtime"),
      variant: row.value(7, "benchmarkCase.variant"))
    self.init(
      file: try row.value(0, "importedFile.path"),
      format: try ExternalFormat(stored: format, column: "externalFile.format"),
      name: try row.value(2, "externalResult.name"),
      metric: try row.value(3, "externalResult.metric"),
      unit: try unit.map { try Metric.Unit(stored: $0, column: "externalResult.unit") },
      match: ExternalMatch(
        Case(implementation, sizes), metric: try row.value(9, "externalResult.ourMetric")),
      count: try row.value(10), median: try row.value(11, "externalStatistic.value"),
      printedMean: try row.value(12, "externalStatistic.value"))
  }
}

extension Database {
  /// Copies the staged results as a file's content, unless it is here already.
  fileprivate func takeStaged(
    _ file: ExternalFile, sha256: String, at importedAt: Date
  ) throws -> ExternalSummary.Change {
    if let known = try externalFile(file.path, sha256: sha256) {
      let newest = "SELECT importedFile FROM externalVersion WHERE path = ? AND isNewest"
      let isNewest = try Int64.fetchOne(self, sql: newest, arguments: [file.path]) == known.id
      if known.isRead(as: file), isNewest { return .unchanged }
      let moment =
        isNewest ? known.importedAt : try momentAfterAllVersions(of: file.path, importedAt)
      if known.isRead(as: file) {
        try execute(
          sql: "UPDATE importedFile SET importedAt = ? WHERE id = ?",
          arguments: [moment, known.id])
        return .restored
      }
      try execute(sql: "DELETE FROM importedFile WHERE id = ?", arguments: [known.id])
      try copyStaged(to: insertFile(file, sha256: sha256, importedAt: moment))
      return .remapped
    }
    let moment = try momentAfterAllVersions(of: file.path, importedAt)
    try copyStaged(to: insertFile(file, sha256: sha256, importedAt: moment))
    let sql = "SELECT count(*) FROM externalVersion WHERE path = ?"
    return .added(version: try Int.fetchOne(self, sql: sql, arguments: [file.path]) ?? 1)
  }

  /// A moment, or a later one if a version was imported at it or after it: the newest version is the
  /// one that was imported last, even if the clock was set back.
  private func momentAfterAllVersions(of path: String, _ moment: Date) throws -> String {
    let text = Timestamp(moment).text
    let sql = "SELECT max(importedAt) FROM externalVersion WHERE path = ?"
    guard let newest = try String.fetchOne(self, sql: sql, arguments: [path]), newest >= text else {
      return text
    }
    let date = try Timestamp.date(newest, column: "importedFile.importedAt")
    return Timestamp(date.addingTimeInterval(0.001)).text
  }
}
