import BenchmarkModel
import GRDB

/// Rows of `trialSummary` and `latencySummary`.
extension Database {
  /// Stores the summaries of a trial whose measurements and latencies are already stored.
  ///
  /// `values` holds the values of each metric by the metric's key, without warm-ups.
  func summarize(
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
    if hasLatencies { try summarizeLatencies(ofTrial: trial) }
  }

  /// Stores the quantiles of a trial's latencies, each the smallest value at which the counts up to
  /// it reach q times their sum; one is NULL where there are fewer than 10 / (1 − q) values.
  private func summarizeLatencies(ofTrial trial: Int64) throws {
    let statement = try cachedStatement(
      sql: """
        INSERT INTO latencySummary (trial, metric, count, p50, p99, p999, maximum)
        WITH bucket AS (
          SELECT metric, value, sum(count) AS count
          FROM latency
          WHERE trial = ?1 AND isWarmup = 0
          GROUP BY metric, value
        ), place AS (
          SELECT metric, value,
            sum(count) OVER (PARTITION BY metric ORDER BY value) AS upTo,
            sum(count) OVER (PARTITION BY metric) AS total
          FROM bucket
        )
        SELECT ?1, metric, total,
          min(value) FILTER (WHERE total >= 20 AND 2 * upTo >= total),
          min(value) FILTER (WHERE total >= 1000 AND 100 * upTo >= 99 * total),
          min(value) FILTER (WHERE total >= 10000 AND 1000 * upTo >= 999 * total),
          max(value)
        FROM place
        GROUP BY metric
        """)
    try statement.execute(arguments: [trial])
  }
}
