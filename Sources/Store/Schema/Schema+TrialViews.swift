extension Schema {
  /// Views of trials and of what was measured in them.
  ///
  /// SQLite pushes a condition such as `run = 3` down to the tables only when it compares with a
  /// number or a bound value, not with a query, and only through a view that does not group over
  /// another view. So only the innermost step groups, directly over the tables; the steps above it
  /// join, or use window functions and keep one row of each partition.
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
    JOIN run ON run.id = sample.run
    JOIN benchmarkCase ON benchmarkCase.id = sample.benchmarkCase
    JOIN metric ON metric.id = sample.metric;


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

  private static let memoryPerTask = """
    CREATE VIEW memoryPerTask AS
    WITH point AS (
      SELECT run, uuid, workload, runtime, variant, toolchain, ours.value AS tasks,
        median AS bytes,
        count(*) OVER line AS points,
        row_number() OVER line AS place,
        avg(ours.value) OVER line AS tasksMean,
        avg(median) OVER line AS bytesMean
      FROM caseSummary AS summary
      JOIN caseParameter AS ours ON ours.benchmarkCase = summary.benchmarkCase
      WHERE ours.name = 'tasks' AND metric = 'peakResidentBytes'
      WINDOW line AS (PARTITION BY run, workload, runtime, variant, toolchain)
    ), fit AS (
      SELECT *,
        min(tasks) OVER line AS tasksMinimum,
        max(tasks) OVER line AS tasksMaximum,
        sum((tasks - tasksMean) * (bytes - bytesMean)) OVER line AS covariance,
        sum((tasks - tasksMean) * (tasks - tasksMean)) OVER line AS spread
      FROM point
      WINDOW line AS (PARTITION BY run, workload, runtime, variant, toolchain)
    )
    SELECT run, uuid, workload, runtime, variant, toolchain, points, tasksMinimum,
      tasksMaximum, covariance / spread AS bytesPerTask
    FROM fit
    WHERE place = 1 AND tasksMinimum < tasksMaximum;


    """
}
