extension Schema {
  /// Views of trials and of what was measured in them.
  ///
  /// SQLite pushes a condition such as `run = 3` down to the tables only when it compares with a
  /// number or a bound value, not with a query, and only through a view that does not group over
  /// another view. So only the innermost step groups, directly over the tables; the steps above it
  /// join or compute.
  ///
  /// Where the first rows must come at once in a large database, as on a page of Datasette, `CROSS JOIN` keeps
  /// the order of a join: SQLite then groups row by row, and does not first make a table of all groups.
  static let trialViews =
    trialValue + caseSummary + latencyDistribution + outcomeSummary + memoryPerTask

  private static let trialValue = """
    CREATE VIEW trialValue AS
    SELECT trial.run, uuid, trial.id AS trial, trial.position, block, benchmarkCase, workload,
      runtime, variant, toolchain, parameters, metric.name AS metric, unit, iteration, isWarmup, value
    FROM plannedTrial
    JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
    JOIN measurement ON measurement.trial = trial.id
    JOIN run ON run.id = trial.run
    JOIN benchmarkCase ON benchmarkCase.id = plannedTrial.benchmarkCase
    JOIN metric ON metric.id = measurement.metric;


    """

  /// The group computes what most queries ask for; the subqueries run only when their column is
  /// selected.
  ///
  /// The median reads the trials only up to the one after the middle, since the key has them in
  /// order.
  private static let caseSummary = """
    CREATE VIEW caseSummary AS
    WITH sample AS (
      SELECT run, benchmarkCase, metric, count(*) AS trials, sum(count) AS count,
        min(minimum) AS minimum, max(maximum) AS maximum
      FROM trialSummary
      GROUP BY run, benchmarkCase, metric
    )
    SELECT sample.run, uuid, sample.benchmarkCase, workload, runtime, variant, toolchain, parameters,
      metric.name AS metric, unit, trials, count, minimum,
      (
        SELECT avg(iif(place > (trials + 1) / 2, iif(trials % 2, NULL, median), median))
        FROM (
          SELECT median, place
          FROM (
            SELECT median, row_number() OVER (ORDER BY median) AS place
            FROM trialSummary AS one
            WHERE \(isOfSample)
          )
          WHERE place IN ((trials + 1) / 2, (trials + 1) / 2 + 1)
          LIMIT 2
        )
      ) AS median,
      maximum,
      (SELECT sum(total) / sum(count) FROM trialSummary AS one WHERE \(isOfSample)) AS mean,
      (SELECT min(median) FROM trialSummary AS one WHERE \(isOfSample)) AS medianMinimum,
      (SELECT max(median) FROM trialSummary AS one WHERE \(isOfSample)) AS medianMaximum
    FROM sample
    CROSS JOIN run ON run.id = sample.run
    CROSS JOIN benchmarkCase ON benchmarkCase.id = sample.benchmarkCase
    CROSS JOIN metric ON metric.id = sample.metric;


    """

  private static let isOfSample = """
    one.run = sample.run AND one.benchmarkCase = sample.benchmarkCase AND one.metric = sample.metric
    """

  private static let latencyDistribution = """
    CREATE VIEW latencyDistribution AS
    SELECT trial.run, uuid, trial.id AS trial, benchmarkCase.id AS benchmarkCase, workload, runtime,
      variant, toolchain, parameters, metric.name AS metric, unit, value, sum(count) AS count
    FROM latency
    JOIN trial ON trial.id = latency.trial
    JOIN plannedTrial ON plannedTrial.run = trial.run AND plannedTrial.position = trial.position
    JOIN run ON run.id = trial.run
    JOIN benchmarkCase ON benchmarkCase.id = plannedTrial.benchmarkCase
    JOIN metric ON metric.id = latency.metric
    WHERE isWarmup = 0
    GROUP BY trial.run, uuid, trial.id, metric.id, value;


    """

  private static let outcomeSummary = """
    CREATE VIEW outcomeSummary AS
    SELECT trial.run, uuid, benchmarkCase, workload, runtime, variant, toolchain, parameters,
      outcome, detail, count(*) AS trials,
      min(reached) AS reachedMinimum,
      max(reached) AS reachedMaximum
    FROM trial
    JOIN plannedTrial ON plannedTrial.run = trial.run AND plannedTrial.position = trial.position
    JOIN run ON run.id = trial.run
    JOIN benchmarkCase ON benchmarkCase.id = plannedTrial.benchmarkCase
    WHERE outcome <> 'completed'
    GROUP BY trial.run, benchmarkCase, outcome, detail;


    """

  /// The slope of the least-squares line, from sums that one pass makes.
  private static let memoryPerTask = """
    CREATE VIEW memoryPerTask AS
    WITH line AS (
      SELECT run.id AS run, uuid, workload, runtime, variant, toolchain, count(*) AS points,
        min(ours.value) AS tasksMinimum, max(ours.value) AS tasksMaximum,
        sum(1.0 * ours.value) AS tasks, sum(estimate.value) AS bytes,
        sum(1.0 * ours.value * ours.value) AS squares, sum(ours.value * estimate.value) AS products
      FROM run
      CROSS JOIN benchmarkCase
      CROSS JOIN caseParameter AS ours
        ON ours.benchmarkCase = benchmarkCase.id AND ours.name = 'tasks'
      CROSS JOIN metric ON metric.name = 'peakResidentBytes'
      CROSS JOIN estimate ON estimate.run = run.id AND estimate.benchmarkCase = benchmarkCase.id
        AND estimate.metric = metric.id
      GROUP BY run.id, workload, runtime, variant, toolchain
    )
    SELECT run, uuid, workload, runtime, variant, toolchain, points, tasksMinimum, tasksMaximum,
      (points * products - tasks * bytes) / (points * squares - tasks * tasks) AS bytesPerTask
    FROM line
    WHERE tasksMinimum < tasksMaximum;


    """
}
