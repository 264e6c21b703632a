import Analysis
import BenchmarkModel
import Statistics

/// Statements that read from the database the samples of a workload's numbers.
///
/// Each gives a row per value: the case in three columns, the trial by its position in the plan, and
/// the value in the last column. They name tables alone, no view, so that they also run with
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

  /// The statement that gives exactly the values of a metric's samples, case by case.
  func statement(for metric: Metric) -> String {
    switch metric.name {
    case Metric.coresBusy.name: return coresBusy
    case Metric.outsideClock.name: return outsideClock
    case Metric.overFloor.name, Metric.perOperation.name, Metric.operationsPerSecond.name:
      return values(of: .elapsed, as: "\(expression(of: metric.name)) AS value")
    default:
      for latency in latencies {
        for figure in LatencyFigure.allCases where figure.metric(of: latency).name == metric.name {
          return figure.fraction.map { quantile($0, of: latency) } ?? maximum(of: latency)
        }
      }
      return values(of: metric, as: "value")
    }
  }

  /// The statement that gives every stored value of the workload, including those of warm-ups.
  var everything: String {
    """
    SELECT name, \(Self.key), iteration, isWarmup, value
    \(tables("measurement"))
    ORDER BY name, \(Self.key), sequence
    """
  }

  /// How a metric that is not stored follows from stored ones; nil for a stored one.
  func formula(of metric: Metric) -> String? {
    switch metric.name {
    case Metric.coresBusy.name: return "\(Metric.processorTime.name) ÷ \(Metric.elapsed.name)"
    case Metric.outsideClock.name:
      return "\(Metric.processTime.name) − all \(Metric.elapsed.name), warm-ups included"
    case Metric.overFloor.name:
      return "\(Metric.elapsed.name) − floor"
    case Metric.perOperation.name:
      return "\(Metric.elapsed.name) ÷ operations"
    case Metric.operationsPerSecond.name:
      return "operations ÷ \(Metric.elapsed.name)"
    default:
      let latency = latencies.first { $0.latencyFigures.contains { $0.name == metric.name } }
      return latency.map { "read from the buckets of \($0.name)" }
    }
  }

  // MARK: - Parts

  /// What tells the rows of one trial from those of all others, case by case.
  private static let key = "runtime, variant, parameters, position"

  private func expression(of metric: String) -> String {
    switch metric {
    case Metric.overFloor.name: "value - \(figure(floorNanoseconds))"
    case Metric.perOperation.name: "value / \(figure(operations))"
    default: "\(figure(operations)) / value * 1e9"
    }
  }

  /// A figure that depends on the size at most, as SQL.
  private func figure(_ bySize: [[Parameter]: Int]) -> String {
    let values = Set(bySize.values)
    if values.count == 1, let value = values.first { return "\(value).0" }
    let lines = bySize.map { size, value in
      let text = size.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      return "  WHEN \(sqlText(text)) THEN \(value).0\n"
    }.sorted()
    return "CASE parameters\n\(lines.joined())END"
  }

  private func values(of metric: Metric, as column: String) -> String {
    """
    SELECT \(Self.key), iteration, \(column)
    \(tables("measurement"))
      AND isWarmup = 0 AND name = \(sqlText(metric.name))
    ORDER BY \(Self.key), sequence
    """
  }

  private var coresBusy: String {
    let elapsed = "max(value) FILTER (WHERE name = \(sqlText(Metric.elapsed.name)))"
    let processor = "max(value) FILTER (WHERE name = \(sqlText(Metric.processorTime.name)))"
    return """
      SELECT \(Self.key), iteration,
        \(processor) / \(elapsed) AS value
      \(tables("measurement"))
        AND isWarmup = 0
      GROUP BY \(Self.key), iteration
      HAVING \(processor) IS NOT NULL AND \(elapsed) > 0
      ORDER BY \(Self.key), iteration
      """
  }

  private var outsideClock: String {
    let process = "max(value) FILTER (WHERE name = \(sqlText(Metric.processTime.name)))"
    let elapsed = "sum(value) FILTER (WHERE name = \(sqlText(Metric.elapsed.name)))"
    return """
      SELECT \(Self.key),
        \(process) - \(elapsed) AS value
      \(tables("measurement"))
      GROUP BY \(Self.key)
      HAVING \(process) IS NOT NULL AND \(elapsed) IS NOT NULL
      ORDER BY \(Self.key)
      """
  }

  /// As `Quantile.value(ofBuckets:)` reads it: the first bucket at which the count so far reaches the
  /// share.
  private func quantile(_ fraction: Double, of latency: Metric) -> String {
    """
    SELECT \(Self.key), min(value) AS value FROM (
    SELECT \(Self.key), value,
      sum(count) OVER (PARTITION BY position ORDER BY value) AS reached,
      sum(count) OVER (PARTITION BY position) AS size
    \(tables("latency"))
      AND isWarmup = 0 AND name = \(sqlText(latency.name))
    ) WHERE reached >= \(fraction) * size AND size >= \(Quantile(fraction).printableCount)
    GROUP BY \(Self.key) ORDER BY \(Self.key)
    """
  }

  private func maximum(of latency: Metric) -> String {
    """
    SELECT \(Self.key), max(value) AS value
    \(tables("latency"))
      AND isWarmup = 0 AND name = \(sqlText(latency.name))
    GROUP BY \(Self.key) ORDER BY \(Self.key)
    """
  }

  /// The completed trials of the workload in the run, joined to what was measured in them.
  private func tables(_ values: String) -> String {
    """
    FROM run JOIN trial ON trial.run = run.id
    JOIN plannedTrial USING (run, position)
    JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase
    JOIN \(values) ON trial = trial.id JOIN metric ON metric.id = metric
    WHERE uuid = \(sqlText(run.id)) AND outcome = 'completed'
      AND workload = \(sqlText(workload))
    """
  }
}
