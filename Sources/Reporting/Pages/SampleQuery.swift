import Analysis
import BenchmarkModel

/// The query that reads from the database the samples of a workload's numbers.
///
/// It gives a row per value: the metric, the case in its columns, the trial by its position in the
/// plan, and the value in the last column. It names tables alone, no view, so that it also runs with
/// `sqlite3` on a file that an older Parallax made.
struct SampleQuery {
  let run: Run
  let workload: String
  /// What the contract says about the cases, by size.
  let terms: [[Parameter]: CaseTerms]
  /// The derived metrics that the cases can have.
  let derived: [DerivedMetric]

  init(_ result: WorkloadResult, run: Run) {
    self.run = run
    workload = result.workload.name
    terms = result.sizes.reduce(into: [:]) { $0[$1] = result.workload.terms[$1] ?? CaseTerms() }
    derived = result.workload.derivedMetrics
  }

  /// The statement that gives exactly the values of the metrics' samples, case by case.
  func statement(for metrics: [Metric]) -> String {
    let selections = metrics.map(selection)
    let planned =
      selections.contains { $0.contains("AS iterations") }
      ? ", warmups + iterations AS iterations" : ""
    let sources = [
      ("sample", "measurement", "iteration, sequence, isWarmup, value\(planned)"),
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

  /// How a metric that is not stored is computed, in sentences; nil for a stored one.
  func explanation(of metric: Metric) -> String? {
    guard let row = row(of: metric) else { return nil }
    let origin =
      switch row.source {
      case .iteration(let formula): "Computed for each iteration: \(formula.text)."
      case .trial(let formula):
        "Computed for each trial from the sums over its iterations and warm-ups: \(formula.text)."
      case .latencies(let latency, _): "Read from the buckets of \(latency.name)."
      }
    return "\(row.words) \(origin)"
  }

  // MARK: - Parts

  /// The columns that tell the rows of one trial from those of all others.
  private static let trial = "runtime, variant, toolchain, parameters, position"

  private func row(of metric: Metric) -> DerivedMetric? {
    derived.first { $0.metric.name == metric.name }
  }

  private func selection(of metric: Metric) -> String {
    switch row(of: metric)?.source {
    case .iteration(let formula):
      """
      \(columns(metric, "iteration", "sequence")) \(formula.sql) AS value FROM (
        SELECT \(Self.trial), iteration, min(sequence) AS sequence\(inputs(of: formula, "max", iterations: "1"))
        FROM sample WHERE isWarmup = 0 GROUP BY \(Self.trial), iteration)
      WHERE value IS NOT NULL
      """
    case .trial(let formula):
      """
      \(columns(metric, "NULL AS iteration", "0 AS sequence")) \(formula.sql) AS value FROM (
        SELECT \(Self.trial)\(inputs(of: formula, "sum", iterations: "max(iterations)"))
        FROM sample GROUP BY \(Self.trial))
      WHERE value IS NOT NULL
      """
    case .latencies(let latency, let figure): selection(figure, of: latency, metric)
    case nil:
      """
      \(columns(metric, "iteration", "sequence")) value
      FROM sample WHERE isWarmup = 0 AND name = \(sqlText(metric.name))
      """
    }
  }

  /// The columns that a formula is made of, each metric's values of a group put together.
  private func inputs(of formula: Formula, _ aggregate: String, iterations: String) -> String {
    let metrics = formula.inputs.map {
      "\(aggregate)(value) FILTER (WHERE name = \(sqlText($0.name))) AS \($0.name)"
    }
    let numbers = formula.contractNumbers.map { "\(literal($0)) AS \($0.rawValue)" }
    let counts = formula.countsIterations ? ["\(iterations) AS iterations"] : []
    return (metrics + numbers + counts).map { ",\n    \($0)" }.joined()
  }

  /// A number of the contract as SQL; one that depends on the size follows from the parameters.
  private func literal(_ number: ContractNumber) -> String {
    let numbers = terms.mapValues { number.value(in: $0).map { "\($0).0" } ?? "NULL" }
    if Set(numbers.values).count == 1, let only = numbers.values.first { return only }
    let lines = numbers.map { size, value in
      let text = size.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      return "  WHEN \(sqlText(text)) THEN \(value)\n"
    }.sorted()
    return "CASE parameters\n\(lines.joined())END"
  }

  private func columns(_ metric: Metric, _ iteration: String, _ sequence: String) -> String {
    "SELECT \(sqlText(metric.name)) AS metric, \(Self.trial), \(iteration), \(sequence),"
  }

  private func selection(
    _ figure: LatencyFigure, of latency: Metric, _ metric: Metric
  ) -> String {
    """
    \(columns(metric, "NULL AS iteration", "0 AS sequence")) figure AS value FROM (
      SELECT \(Self.trial), \(figure.sql) AS figure FROM (
        SELECT *, sum(count) OVER (PARTITION BY position ORDER BY value) AS reached,
          sum(count) OVER (PARTITION BY position) AS size
        FROM bucket WHERE isWarmup = 0 AND name = \(sqlText(latency.name)))
      GROUP BY \(Self.trial))
    WHERE figure IS NOT NULL
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
