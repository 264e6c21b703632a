import BenchmarkModel
import GRDB

extension Database {
  /// Stores what a trial came to, beside its measurements and latencies.
  ///
  /// `values` are those of each metric, by its key, without warm-ups.
  func summarise(
    _ values: [Int64: [Double]], hasLatencies: Bool, trial: Int64, run: Int64, position: Int
  ) throws {
    let statement = try cachedStatement(
      sql: """
        INSERT INTO trialSummary (
          run, benchmarkCase, metric, median, trial, count, minimum, maximum, total
        )
        SELECT run, benchmarkCase, ?3, ?4, ?5, ?6, ?7, ?8, ?9
        FROM plannedTrial WHERE run = ?1 AND position = ?2
        """)
    for (metric, values) in values {
      let sorted = values.sorted()
      guard let median = median(ofSorted: sorted) else { continue }
      try statement.execute(arguments: [
        run, position, metric, median, trial, sorted.count, sorted[0], sorted[sorted.count - 1],
        sorted.reduce(0, +),
      ])
    }
    guard hasLatencies else { return }
    let latencies = try cachedStatement(sql: Schema.fillLatencySummary(of: "trial = ?"))
    try latencies.execute(arguments: [trial])
  }
}
