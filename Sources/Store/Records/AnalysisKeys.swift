import BenchmarkModel
import GRDB

/// The keys of cases and metrics.
struct AnalysisKeys {
  private let cases: [[String]: Int64]
  private let metrics: [String: Int64]

  init(_ connection: Database) throws {
    metrics = try connection.metricIDs()
    let rows = try Row.fetchCursor(
      connection,
      sql: """
        SELECT id, CAST(workload AS TEXT), CAST(runtime AS TEXT), CAST(variant AS TEXT),
          CAST(toolchain AS TEXT), CAST(parameters AS TEXT)
        FROM benchmarkCase
        """)
    var cases: [[String]: Int64] = [:]
    while let row = try rows.next() {
      let key: [String] = try (1...5).map { try row.value($0) }
      cases[key] = try row.value(0)
    }
    self.cases = cases
  }

  /// Nil for a case that was removed, which the table refuses.
  func key(of measured: Case) -> Int64? {
    let one = measured.implementation
    return cases[
      [
        one.workload, one.runtime.id, one.variantName, one.toolchainName, measured.parameterText,
      ]]
  }

  func key(of metric: String) -> Int64? { metrics[metric] }
}

/// The cases and metrics of keys.
struct AnalysisNames {
  private let cases: [Int64: StoredCase]
  private let metrics: [Int64: String]

  init(_ connection: Database) throws {
    cases = try connection.allCases()
    metrics = try connection.metricIDs().reduce(into: [:]) { $0[$1.value] = $1.key }
  }

  /// The case whose key is in a column; throws a ``RowFault`` when it cannot be used.
  func measured(_ row: Row, _ index: Int) throws -> Case {
    let key: Int64 = try row.value(index)
    guard let stored = cases[key], stored.fault == nil else {
      throw cases[key]?.fault
        ?? RowFault(column: "benchmarkCase.id", value: "\(key)", bound: "the key of a case")
    }
    return stored.measured
  }

  /// The name of the metric whose key is in a column.
  func metric(_ row: Row, _ index: Int) throws -> String {
    let key: Int64 = try row.value(index)
    guard let name = metrics[key] else {
      throw RowFault(column: "metric.id", value: "\(key)", bound: "the key of a metric")
    }
    return name
  }
}
