import ArgumentParser
import BenchmarkModel
import Platform
import References
import Store

extension SourceTree {
  /// The canned queries in `templates/queries`, by name: the file name without `.sql`.
  func queries() throws -> [CannedQuery] {
    try folderNames("\(root)/templates/queries").filter { $0.hasSuffix(".sql") }.map { file in
      let path = "templates/queries/\(file)"
      return try QueryFile.query(in: text(of: path), name: String(file.dropLast(4)), path: path)
    }
  }

  /// The claims in `templates/claims`, by name.
  func claims() throws -> [Claim] {
    try folderNames("\(root)/templates/claims").filter { $0.hasSuffix(".json") }.map { file in
      let path = "templates/claims/\(file)"
      return try ClaimReader.claim(
        in: try bytes(of: path), id: String(file.dropLast(".json".count)), path: path,
        runtimes: runtimes.runtimes)
    }
  }
}

extension CannedQuery {
  /// The maximum number of rows that a page shows.
  static let shownRows = 20

  /// The query with its result for a run (nil for the latest), if it needs no other parameter and the
  /// result is small.
  func answered(by store: MeasurementStore, run: String?) throws -> CannedQuery {
    guard parameters.allSatisfy({ $0.defaultValue != nil }) else { return self }
    let values: [String: QueryValue]
    do {
      let runs = run.map { run in parameters.filter { $0.type == .run }.map { ($0.name, run) } }
      values = try arguments(Dictionary(uniqueKeysWithValues: runs ?? []), in: store)
    } catch let error as StoreError where error.saysThatNoRunIsUsable {
      return self
    }
    var rows: [[Cell]] = []
    let summary: QuerySummary
    do {
      summary = try store.query(
        sql, arguments: values, rowLimit: Self.shownRows,
        row: {
          rows.append($0.map(Cell.init))
          return .more
        })
    } catch {
      // A report is not lost to one query, or to one row that makes it fail.
      guard let problem = error.problemOfQuery else { throw error }
      var query = self
      query.problem = problem
      return query
    }
    guard !summary.isTruncated, !rows.isEmpty else { return self }
    var query = self
    query.result = Result(
      columns: summary.columns.map { column in units[column].map { "\(column) (\($0))" } ?? column
      },
      rows: rows.map { $0.map(\.shownText) },
      isNumber: summary.columns.indices.map { index in
        rows.allSatisfy { if case .text = $0[index] { false } else { true } }
      })
    return query
  }
}

extension StoreError {
  /// Whether there is no run, or the chosen one cannot be used.
  fileprivate var saysThatNoRunIsUsable: Bool {
    switch self {
    case .question(.noRuns, _), .file(.unusable, _): true
    default: false
    }
  }

  /// Why a query has no answer, as a sentence; nil for an error that does not concern the query.
  fileprivate var problemOfQuery: String? {
    guard case .question(let problem, _) = self else { return nil }
    return switch problem {
    case .wrongQuery(let reason): "SQLite cannot answer it: \(reason)."
    case .timedOut(let limit): "It took longer than \(limit)."
    default: nil
    }
  }
}

/// A usage error for a name that is not in a list, with the nearest name that is.
func unknownName(_ kind: String, _ name: String, among allowed: [String]) -> ValidationError {
  ValidationError(
    CommandError.unknownName(
      kind: kind, name: name, nearest: nearestName(to: name, in: allowed), allowed: allowed
    ).description)
}
