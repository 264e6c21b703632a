import Analysis
import BenchmarkModel
import Statistics

/// The query that reads from the database the samples of a workload's numbers.
///
/// It gives a row per value: the metric, the case in three columns, the trial by its position in the
/// plan, and the value in the last column. It names tables alone, no view, so that it also runs with
/// `sqlite3` on a file that an older Parallax made.
struct SampleQuery {
  let run: Run
  let workload: String
  /// The time that no implementation can beat, by size; empty where there is none.
  let floorNanoseconds: [[Parameter]: Int]
  /// The operations of an iteration, by size; empty where they are not fixed.
  let operations: [[Parameter]: Int]
  /// The latency distributions that the trials hold.
  let latencies: [Metric]

  init(_ result: WorkloadResult, run: Run) {
    self.run = run
    workload = result.workload.name
    let sizes = Set(result.sizes)
    floorNanoseconds = result.workload.floorNanoseconds.filter { sizes.contains($0.key) }
    operations = result.workload.operations.filter { sizes.contains($0.key) }
    latencies = result.workload.latencies
  }

  /// The statement that gives exactly the values of the metrics' samples, case by case.
  func statement(for metrics: [Metric]) -> String {
    let selections = metrics.map(selection)
    let sources = [
      ("sample", "measurement", "iteration, sequence, isWarmup, value"),
      ("bucket", "latency", "isWarmup, value, count"),
    ].compactMap { name, table, columns in
      selections.contains { $0.contains("FROM \(name)") } ? source(name, table, columns) : nil
    }
    return """
      WITH \(sources.joined(separator: ", "))
      \(selections.joined(separator: "\nUNION ALL "))
      ORDER BY metric, \(Self.trial), sequence
      """
  }

  /// How a metric that is not stored follows from stored ones; nil for a stored one.
  func formula(of metric: Metric) -> String? {
    switch metric.name {
    case Metric.coresBusy.name: return "\(Metric.processorTime.name) ÷ \(Metric.elapsed.name)"
    case Metric.outsideClock.name:
      return "\(Metric.processTime.name) − all \(Metric.elapsed.name), warm-ups included"
    case Metric.overFloor.name: return "\(Metric.elapsed.name) − floor"
    case Metric.perOperation.name: return "\(Metric.elapsed.name) ÷ operations"
    case Metric.operationsPerSecond.name: return "operations ÷ \(Metric.elapsed.name)"
    default:
      let latency = latencies.first { $0.latencyFigures.contains { $0.name == metric.name } }
      return latency.map { "read from the buckets of \($0.name)" }
    }
  }

  // MARK: - Parts

  /// The columns that tell the rows of one trial from those of all others.
  private static let trial = "runtime, variant, parameters, position"

  private func selection(of metric: Metric) -> String {
    switch metric.name {
    case Metric.coresBusy.name: return coresBusy
    case Metric.outsideClock.name: return outsideClock
    case Metric.overFloor.name:
      return values(of: .elapsed, as: "value - \(figure(floorNanoseconds))", metric)
    case Metric.perOperation.name:
      return values(of: .elapsed, as: "value / \(figure(operations))", metric)
    case Metric.operationsPerSecond.name:
      return values(of: .elapsed, as: "\(figure(operations)) / value * 1e9", metric)
    default:
      for latency in latencies {
        for figure in LatencyFigure.allCases where figure.metric(of: latency).name == metric.name {
          return figure.fraction.map { quantile($0, of: latency, metric) }
            ?? maximum(of: latency, metric)
        }
      }
      return values(of: metric, as: "value", metric)
    }
  }

  /// A figure that depends only on the size, as SQL.
  private func figure(_ bySize: [[Parameter]: Int]) -> String {
    let values = Set(bySize.values)
    if values.count == 1, let value = values.first { return "\(value).0" }
    let lines = bySize.map { size, value in
      let text = size.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      return "  WHEN \(sqlText(text)) THEN \(value).0\n"
    }.sorted()
    return "CASE parameters\n\(lines.joined())END"
  }

  private func columns(_ metric: Metric, _ iteration: String, _ sequence: String) -> String {
    "SELECT \(sqlText(metric.name)) AS metric, \(Self.trial), \(iteration), \(sequence),"
  }

  private func values(of stored: Metric, as value: String, _ metric: Metric) -> String {
    """
    \(columns(metric, "iteration", "sequence")) \(value) AS value
    FROM sample WHERE isWarmup = 0 AND name = \(sqlText(stored.name))
    """
  }

  private var coresBusy: String {
    let elapsed = "max(value) FILTER (WHERE name = \(sqlText(Metric.elapsed.name)))"
    let processor = "max(value) FILTER (WHERE name = \(sqlText(Metric.processorTime.name)))"
    return """
      \(columns(.coresBusy, "iteration", "min(sequence) AS sequence"))
        \(processor) / \(elapsed) AS value
      FROM sample WHERE isWarmup = 0 GROUP BY \(Self.trial), iteration
      HAVING \(processor) IS NOT NULL AND \(elapsed) > 0
      """
  }

  private var outsideClock: String {
    let process = "max(value) FILTER (WHERE name = \(sqlText(Metric.processTime.name)))"
    let elapsed = "sum(value) FILTER (WHERE name = \(sqlText(Metric.elapsed.name)))"
    return """
      \(columns(.outsideClock, "NULL AS iteration", "0 AS sequence"))
        \(process) - \(elapsed) AS value
      FROM sample GROUP BY \(Self.trial)
      HAVING \(process) IS NOT NULL AND \(elapsed) IS NOT NULL
      """
  }

  /// As `Quantile.value(ofBuckets:)` reads it: the first bucket at which the count so far reaches the
  /// share.
  private func quantile(_ fraction: Double, of latency: Metric, _ metric: Metric) -> String {
    """
    \(columns(metric, "NULL AS iteration", "0 AS sequence")) min(value) AS value FROM (
      SELECT *, sum(count) OVER (PARTITION BY position ORDER BY value) AS reached,
        sum(count) OVER (PARTITION BY position) AS size
      FROM bucket WHERE isWarmup = 0 AND name = \(sqlText(latency.name)))
    WHERE reached >= \(fraction) * size AND size >= \(Quantile(fraction).printableCount)
    GROUP BY \(Self.trial)
    """
  }

  private func maximum(of latency: Metric, _ metric: Metric) -> String {
    """
    \(columns(metric, "NULL AS iteration", "0 AS sequence")) max(value) AS value
    FROM bucket WHERE isWarmup = 0 AND name = \(sqlText(latency.name)) GROUP BY \(Self.trial)
    """
  }

  /// The completed trials of the workload in the run, joined to what was measured in them.
  private func source(_ name: String, _ table: String, _ columns: String) -> String {
    """
    \(name) AS (
      SELECT name, \(Self.trial), \(columns)
      FROM run JOIN trial ON trial.run = run.id
      JOIN plannedTrial USING (run, position)
      JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase
      JOIN \(table) ON trial = trial.id JOIN metric ON metric.id = metric
      WHERE uuid = \(sqlText(run.id)) AND outcome = 'completed'
        AND workload = \(sqlText(workload)))
    """
  }
}
