import Analysis
import BenchmarkModel
import Statistics

/// Statements that read from the database what a report computes with.
///
/// They name tables and columns alone, no view, so that they also run with `sqlite3` on a file that
/// an older Parallax made.
struct SampleQuery {
  let run: Run
  let `case`: Case
  /// The time that no implementation can beat; nil where there is none.
  let floorNanoseconds: Int?
  /// The operations of an iteration; nil where they are not fixed.
  let operations: Int?
  /// The distributions of latencies that the trials hold.
  let latencies: [Metric]

  /// The statement that gives exactly the values of a metric's sample, a row each, by trial.
  func statement(for metric: Metric) -> String {
    switch metric.name {
    case Metric.coresBusy.name: return coresBusy
    case Metric.outsideClock.name: return outsideClock
    case Metric.overFloor.name, Metric.perOperation.name, Metric.operationsPerSecond.name:
      return values(of: .elapsed, as: "\(expression(of: metric.name)) AS value")
    default:
      for latency in latencies {
        for figure in LatencyFigure.allCases where figure.metric(of: latency).name == metric.name {
          return figure.fraction.map { quantile($0, of: latency) } ?? greatest(of: latency)
        }
      }
      return values(of: metric, as: "value")
    }
  }

  /// The statement that gives every stored value of the case, those of warm-ups included.
  var everything: String {
    """
    SELECT name, position, iteration, isWarmup, value
    \(tables("measurement"))
    ORDER BY name, position, sequence
    """
  }

  /// How a metric that is not stored follows from stored ones; nil for a stored one.
  func formula(of metric: Metric) -> String? {
    switch metric.name {
    case Metric.coresBusy.name: return "\(Metric.processorTime.name) ÷ \(Metric.elapsed.name)"
    case Metric.outsideClock.name:
      return "\(Metric.processTime.name) − all \(Metric.elapsed.name), warm-ups included"
    case Metric.overFloor.name:
      return floorNanoseconds.map { "\(Metric.elapsed.name) − \(groupedText($0))" }
    case Metric.perOperation.name:
      return operations.map { "\(Metric.elapsed.name) ÷ \(groupedText($0))" }
    case Metric.operationsPerSecond.name:
      return operations.map { "\(groupedText($0)) ÷ \(Metric.elapsed.name)" }
    default:
      let latency = latencies.first { $0.latencyFigures.contains { $0.name == metric.name } }
      return latency.map { "read from the buckets of \($0.name)" }
    }
  }

  // MARK: - Parts

  private func expression(of metric: String) -> String {
    switch metric {
    case Metric.overFloor.name: "value - \(floorNanoseconds ?? 0)"
    case Metric.perOperation.name: "value / \(operations ?? 1).0"
    default: "\(operations ?? 1).0 / value * 1e9"
    }
  }

  private func values(of metric: Metric, as columns: String) -> String {
    """
    SELECT position, iteration, \(columns)
    \(tables("measurement"))
      AND isWarmup = 0 AND name = \(sqlText(metric.name))
    ORDER BY position, sequence
    """
  }

  private var coresBusy: String {
    let elapsed = "max(value) FILTER (WHERE name = \(sqlText(Metric.elapsed.name)))"
    let processor = "max(value) FILTER (WHERE name = \(sqlText(Metric.processorTime.name)))"
    return """
      SELECT position, iteration,
        \(processor) / \(elapsed) AS value
      \(tables("measurement"))
        AND isWarmup = 0
      GROUP BY position, iteration
      HAVING \(processor) IS NOT NULL AND \(elapsed) > 0
      ORDER BY position, iteration
      """
  }

  private var outsideClock: String {
    let process = "max(value) FILTER (WHERE name = \(sqlText(Metric.processTime.name)))"
    let elapsed = "sum(value) FILTER (WHERE name = \(sqlText(Metric.elapsed.name)))"
    return """
      SELECT position,
        \(process) - \(elapsed) AS value
      \(tables("measurement"))
      GROUP BY position
      HAVING \(process) IS NOT NULL AND \(elapsed) IS NOT NULL
      ORDER BY position
      """
  }

  /// As `Quantile.value(ofBuckets:)` reads it: the first bucket at which the count so far reaches the
  /// share.
  private func quantile(_ fraction: Double, of latency: Metric) -> String {
    """
    SELECT position, min(value) AS value FROM (
    SELECT position, value,
      sum(count) OVER (PARTITION BY position ORDER BY value) AS reached,
      sum(count) OVER (PARTITION BY position) AS size
    \(tables("latency"))
      AND isWarmup = 0 AND name = \(sqlText(latency.name))
    ) WHERE reached >= \(fraction) * size AND size >= \(Quantile(fraction).printableCount)
    GROUP BY position ORDER BY position
    """
  }

  private func greatest(of latency: Metric) -> String {
    """
    SELECT position, max(value) AS value
    \(tables("latency"))
      AND isWarmup = 0 AND name = \(sqlText(latency.name))
    GROUP BY position ORDER BY position
    """
  }

  /// The completed trials of the case in the run, joined to what was measured in them.
  private func tables(_ values: String) -> String {
    let implementation = `case`.implementation
    return """
      FROM run JOIN trial ON trial.run = run.id
      JOIN plannedTrial USING (run, position)
      JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase
      JOIN \(values) ON trial = trial.id JOIN metric ON metric.id = metric
      WHERE uuid = \(sqlText(run.id)) AND outcome = 'completed'
        AND workload = \(sqlText(implementation.workload))
        AND runtime = \(sqlText(implementation.runtime.id))
        AND variant = \(sqlText(implementation.variantName))
        AND parameters = \(sqlText(`case`.parameterText))
      """
  }
}
