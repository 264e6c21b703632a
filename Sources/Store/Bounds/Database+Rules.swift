package import BenchmarkModel
import GRDB

/// What this Parallax itself defines, and a database may therefore not define otherwise.
package struct Definitions: Sendable {
  /// The metrics by their names.
  package var metrics: [Metric]
  /// The workloads that published numbers may be about; nil for any.
  package var workloads: [String]?

  package init(metrics: [Metric] = Metric.common, workloads: [String]? = nil) {
    self.metrics = metrics
    self.workloads = workloads
  }
}

/// What several columns or rows say about one thing must agree.
extension Database {
  /// A statement that names the rows that break a rule, and the rest of the sentence about them.
  struct Rule {
    let rows: String
    let words: String

    init(_ words: String, _ rows: String) { (self.rows, self.words) = (rows, words) }
  }

  /// Calls `body` with each contradiction between values that are within their bounds, in words, until
  /// it returns false.
  ///
  /// - Parameter known: What this Parallax defines, which is contradicted by another definition.
  func forEachContradiction(of known: Definitions, _ body: (String) -> Bool) throws {
    for rule in Self.rules + known.rules {
      let rows = try Row.fetchCursor(self, sql: "SELECT CAST(name AS TEXT) FROM (\(rule.rows))")
      while let row = try rows.next() {
        let name: String = try row.value(0)
        guard body("\(name) \(rule.words)") else { return }
      }
    }
    try forEachWrongParameterText(body)
  }

  private static let rules = trialRules + summaryRules + runRules + Rule.ofAnalysis + importRules

  private static let trialRules = [
    Rule(
      "did not complete but has values",
      """
      SELECT \(RowName.trial("trial.id")) AS name FROM trial
      WHERE outcome <> 'completed' AND (
        EXISTS (SELECT * FROM measurement WHERE measurement.trial = trial.id)
        OR EXISTS (SELECT * FROM latency WHERE latency.trial = trial.id))
      """),
    Rule(
      "completed but has no measurement of elapsedNanoseconds",
      """
      SELECT \(RowName.trial("trial.id")) AS name FROM trial
      WHERE outcome = 'completed' AND NOT EXISTS (
        SELECT * FROM measurement WHERE measurement.trial = trial.id
          AND metric = (SELECT id FROM metric WHERE metric.name = 'elapsedNanoseconds'))
      """),
    Rule(
      "has two measurements of one metric and iteration",
      """
      SELECT \(RowName.trial("trial")) || ', ' || \(RowName.metric("metric")) AS name
      FROM measurement GROUP BY trial, metric
      HAVING count(*) <> count(DISTINCT coalesce(iteration, -1))
      """),
  ]

  private static let runRules = [
    Rule(
      "has a goal without a maximum number of trials, or that without a goal",
      """
      SELECT \(RowName.sql(of: "run")) AS name FROM run
      WHERE (goalHalfWidth IS NULL) <> (goalTrialCap IS NULL)
      """),
    Rule(
      "has other values in caseParameter than in its text",
      """
      SELECT \(RowName.benchmarkCase("benchmarkCase.id")) AS name FROM benchmarkCase
      WHERE parameters <> coalesce((
        SELECT group_concat(name || '=' || value, ' ')
        FROM (SELECT * FROM caseParameter WHERE benchmarkCase = benchmarkCase.id ORDER BY position)
      ), '')
      """),
    Rule(
      "is finished but lacks planned trials",
      """
      SELECT \(RowName.run("run.id")) AS name FROM run
      WHERE finishedAt IS NOT NULL AND EXISTS (
        SELECT * FROM plannedTrial WHERE plannedTrial.run = run.id AND NOT EXISTS (
          SELECT * FROM trial
          WHERE trial.run = run.id AND trial.position = plannedTrial.position))
      """),
    Rule(
      "has a finishedAt before its startedAt",
      "SELECT \(RowName.run("run.id")) AS name FROM run WHERE finishedAt < startedAt"),
    Rule(
      "is in removedRun although it is there",
      """
      SELECT \(RowName.run("run.id")) AS name FROM run
      WHERE uuid IN (SELECT uuid FROM removedRun)
      """),
  ]

  /// Summaries repeat what the values say, except of latencies whose buckets were removed.
  private static let summaryRules = [
    Rule(
      "has a summary of another run or case",
      """
      SELECT \(RowName.trial("trialSummary.trial")) AS name FROM trialSummary
      LEFT JOIN trial ON trial.id = trialSummary.trial
      LEFT JOIN plannedTrial
        ON plannedTrial.run = trial.run AND plannedTrial.position = trial.position
      WHERE trialSummary.run IS NOT trial.run
        OR trialSummary.benchmarkCase IS NOT plannedTrial.benchmarkCase
      """),
    Rule(
      "has no row in trialSummary",
      """
      SELECT \(RowName.trial("trial")) || ', ' || \(RowName.metric("metric")) AS name FROM (
        SELECT trial, metric FROM measurement WHERE isWarmup = 0 GROUP BY trial, metric
        EXCEPT SELECT trial, metric FROM trialSummary)
      """),
    Rule(
      "has a row in trialSummary that contradicts its measurements",
      """
      SELECT \(RowName.sql(of: "trialSummary")) AS name FROM trialSummary
      WHERE (
        SELECT count(*) = trialSummary.count AND min(value) = minimum AND max(value) = maximum
          AND abs(total(value) - trialSummary.total) <= 1e-9 * trialSummary.total
          AND 2 * total(value < median) <= trialSummary.count
          AND 2 * total(value > median) <= trialSummary.count
          AND abs(max(iif(value <= median, value, NULL)) + min(iif(value >= median, value, NULL))
            - 2 * median) <= 1e-9 * median
        FROM measurement AS one
        WHERE one.trial = trialSummary.trial AND one.metric = trialSummary.metric
          AND one.isWarmup = 0
      ) IS NOT 1
      """),
    Rule(
      "has no row in latencySummary",
      """
      SELECT \(RowName.trial("trial")) || ', ' || \(RowName.metric("metric")) AS name FROM (
        SELECT trial, metric FROM latency WHERE isWarmup = 0 GROUP BY trial, metric
        EXCEPT SELECT trial, metric FROM latencySummary)
      """),
    Rule(
      "has a row in latencySummary that contradicts its latencies",
      """
      SELECT \(RowName.sql(of: "latencySummary")) AS name FROM latencySummary
      WHERE (
        SELECT count(*) = 0 OR total(one.count) = latencySummary.count AND max(value) = maximum
          AND \(isQuantile("p50", 1, 2)) AND \(isQuantile("p99", 99, 100))
          AND \(isQuantile("p999", 999, 1000))
        FROM latency AS one
        WHERE one.trial = latencySummary.trial AND one.metric = latencySummary.metric
          AND one.isWarmup = 0
      ) IS NOT 1
      """),
  ]

  /// The condition that a column of `latencySummary` is the smallest value up to which the counts of
  /// `one` reach a share of all, or is missing where there are too few.
  private static func isQuantile(_ column: String, _ part: Int, _ whole: Int) -> String {
    """
    iif(latencySummary.count < \(10 * whole / (whole - part)), \(column) IS NULL,
      \(column) IS NOT NULL AND max(value = \(column))
      AND \(whole) * total(iif(value <= \(column), one.count, 0)) >= \(part) * total(one.count)
      AND \(whole) * total(iif(value < \(column), one.count, 0)) < \(part) * total(one.count))
    """
  }

  private static let importRules = [
    Rule(
      "has a runtime to compare with but no variant, or a variant without a runtime",
      """
      SELECT \(RowName.sql(of: "reference")) AS name FROM reference
      WHERE (comparesTo IS NULL) <> (comparesToVariant IS NULL)
      """),
    Rule(
      "has a difference although its contract is the same, or none although it is not",
      """
      SELECT \(RowName.sql(of: "reference")) AS name FROM reference
      WHERE (contract = 'same') <> (difference IS NULL)
      """),
    Rule(
      "has a mapping without its digest, or a digest without a mapping",
      """
      SELECT \(RowName.sql(of: "externalFile")) AS name FROM externalFile
      WHERE (mapping IS NULL) <> (mappingSHA256 IS NULL)
      """),
    Rule(
      "is assigned to a part of a case",
      """
      SELECT \(RowName.sql(of: "externalResult")) AS name FROM externalResult
      WHERE (workload IS NULL) <> (runtime IS NULL) OR (workload IS NULL) <> (variant IS NULL)
        OR (workload IS NULL) <> (parameters IS NULL)
        OR ourMetric IS NOT NULL AND workload IS NULL
      """),
    Rule(
      "has numbers that are not a list of finite numbers within ±1e300",
      """
      SELECT \(RowName.sql(of: "externalSample")) AS name FROM externalSample
      WHERE CASE WHEN NOT json_valid(numbers) OR json_type(numbers) <> 'array' THEN 1
        ELSE (
          SELECT count(*) = 0 OR total(typeof(value) NOT IN ('integer', 'real')
            OR type NOT IN ('integer', 'real') OR value NOT BETWEEN -1e300 AND 1e300) > 0
          FROM json_each(numbers))
        END
      """),
    Rule(
      "has iterations that are not a list of whole numbers from 0, one for each of its numbers",
      """
      SELECT \(RowName.sql(of: "externalSample")) AS name FROM externalSample
      WHERE iterations IS NOT NULL
        AND CASE WHEN NOT json_valid(iterations) OR json_type(iterations) <> 'array' THEN 1
        WHEN NOT json_valid(numbers) THEN 0
        ELSE json_array_length(iterations) <> json_array_length(numbers) OR EXISTS (
          SELECT * FROM json_each(iterations)
          WHERE type <> 'integer' OR typeof(value) <> 'integer' OR value < 0)
        END
      """),
  ]

  /// Calls `body` with each result of another tool whose sizes cannot be read.
  private func forEachWrongParameterText(_ body: (String) -> Bool) throws {
    let sql = """
      SELECT CAST(\(RowName.sql(of: "externalResult")) AS TEXT), parameters
      FROM externalResult WHERE parameters IS NOT NULL
      """
    let rows = try Row.fetchCursor(self, sql: sql)
    while let row = try rows.next() {
      let (name, text): (String, String) = try (row.value(0), row.value(1))
      guard Parameter.list(text) == nil else { continue }
      guard body("\(name) has parameters that are not a list of name=value") else { return }
    }
  }
}

extension Definitions {
  /// Metrics with another unit or direction, and numbers about a workload that there is not.
  fileprivate var rules: [Database.Rule] {
    metrics.map { metric in
      Database.Rule(
        "but Parallax defines it as \(metric.kindInWords)",
        """
        SELECT name || ' in metric is ' || unit || ', ' || iif(isLowerBetter, 'lower', 'higher')
          || ' is better,' AS name
        FROM metric WHERE name = \(literal(metric.name)) AND (unit <> '\(metric.unit.rawValue)'
          OR isLowerBetter <> \(metric.better == .lower ? 1 : 0))
        """)
    }
      + (workloads.map { known in
        [
          Database.Rule(
            "which Parallax does not have",
            """
            SELECT \(RowName.sql(of: "reference")) || ' in reference is about the workload "'
              || workload || '",' AS name
            FROM reference
            WHERE workload NOT IN (\(known.map(literal).joined(separator: ", ")))
            """)
        ]
      } ?? [])
  }
}

/// A text as an SQL literal.
private func literal(_ text: String) -> String {
  "'\(text.replacing("'", with: "''"))'"
}
