extension Schema {
  /// The views of the newest version.
  ///
  /// SQLite carries a condition such as `run = 3` down to the tables only when it names a number or a
  /// bound value, not a query, and only through a view that is not grouped over another view. So
  /// only the innermost step groups, straight over the tables; the steps above it join, or use window
  /// functions and keep one row of each partition.
  static let views = summaryViews + latencyViews + runViews + comparisonViews + externalViews

  /// The group computes what most questions ask for; the rest is looked up only when it is asked for.
  ///
  /// The median needs no more trials than up to the one behind the middle, which the key has in order.
  private static let summaryViews = """
    CREATE VIEW caseSummary AS
    WITH sample AS (
      SELECT run, benchmarkCase, metric, count(*) AS trials, sum(count) AS count,
        min(minimum) AS minimum, max(maximum) AS maximum
      FROM trialSummary
      GROUP BY run, benchmarkCase, metric
    )
    SELECT sample.run, uuid, sample.benchmarkCase, workload, runtime, variant, parameters,
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

  private static let latencyViews = """
    CREATE VIEW latencyDistribution AS
    SELECT trial.run, uuid, trial.id AS trial, benchmarkCase.id AS benchmarkCase, workload, runtime,
      variant, parameters, metric.name AS metric, unit, value, sum(count) AS count
    FROM latency
    JOIN trial ON trial.id = latency.trial
    JOIN plannedTrial ON plannedTrial.run = trial.run AND plannedTrial.position = trial.position
    JOIN run ON run.id = trial.run
    JOIN benchmarkCase ON benchmarkCase.id = plannedTrial.benchmarkCase
    JOIN metric ON metric.id = latency.metric
    WHERE isWarmup = 0
    GROUP BY trial.run, uuid, trial.id, metric.id, value;


    """

  private static let runViews = """
    CREATE VIEW namedRun AS
    SELECT 'latest' AS name, run FROM latestRun
    UNION ALL SELECT name, run FROM runName
    UNION ALL SELECT uuid, id FROM run;

    CREATE VIEW latestRun AS
    SELECT run.id AS run, uuid, startedAt, finishedAt, preset, seed, toolVersion, gitCommit, isDirty,
      (SELECT count(*) FROM plannedTrial WHERE plannedTrial.run = run.id) AS plannedTrials,
      (SELECT count(*) FROM trial WHERE trial.run = run.id) AS finishedTrials,
      fingerprint, cpuModel, architecture, logicalCores, memoryBytes, operatingSystem, kernel
    FROM run
    JOIN machine ON machine.id = run.machine
    WHERE preset NOT IN ('certify', 'reproduce')
    ORDER BY startedAt DESC, uuid
    LIMIT 1;

    CREATE VIEW outcomeSummary AS
    SELECT trial.run, uuid, benchmarkCase, workload, runtime, variant, parameters, outcome, detail,
      count(*) AS trials,
      min(reached) AS reachedMinimum,
      max(reached) AS reachedMaximum
    FROM trial
    JOIN plannedTrial ON plannedTrial.run = trial.run AND plannedTrial.position = trial.position
    JOIN run ON run.id = trial.run
    JOIN benchmarkCase ON benchmarkCase.id = plannedTrial.benchmarkCase
    WHERE outcome <> 'completed'
    GROUP BY trial.run, benchmarkCase, outcome, detail;


    """

  private static let comparisonViews = """
    CREATE VIEW publishedVersusMeasured AS
    SELECT reference.id AS reference, reference.source, reference.workload, reference.language,
      reference.runtime AS publishedRuntime, reference.runtimeVersion, reference.statistic,
      reference.qualifier, reference.contract, reference.hardware, reference.printed,
      reference.printedUnit, reference.normalised AS published,
      summary.run, summary.uuid, summary.benchmarkCase, summary.runtime, summary.variant,
      summary.parameters, summary.metric, summary.unit, summary.trials,
      summary.median AS measuredMedian
    FROM caseSummary AS summary
    JOIN reference ON reference.workload = summary.workload
      AND reference.comparesTo = summary.runtime
      AND reference.comparesToMetric = summary.metric
      AND reference.normalisedUnit = summary.unit
    WHERE EXISTS (
        SELECT *
        FROM referenceParameter AS theirs
        JOIN caseParameter AS ours ON ours.name = theirs.name AND ours.value = theirs.value
        WHERE theirs.reference = reference.id AND ours.benchmarkCase = summary.benchmarkCase
      ) AND NOT EXISTS (
        SELECT *
        FROM referenceParameter AS theirs
        JOIN caseParameter AS ours ON ours.name = theirs.name AND ours.value <> theirs.value
        WHERE theirs.reference = reference.id AND ours.benchmarkCase = summary.benchmarkCase
      );

    CREATE VIEW memoryPerTask AS
    WITH point AS (
      SELECT run, uuid, workload, runtime, variant, ours.value AS tasks, median AS bytes,
        count(*) OVER line AS points,
        row_number() OVER line AS place,
        avg(ours.value) OVER line AS tasksMean,
        avg(median) OVER line AS bytesMean
      FROM caseSummary AS summary
      JOIN caseParameter AS ours ON ours.benchmarkCase = summary.benchmarkCase
      WHERE ours.name = 'tasks' AND metric = 'peakResidentBytes'
      WINDOW line AS (PARTITION BY run, workload, runtime, variant)
    ), fit AS (
      SELECT *,
        min(tasks) OVER line AS tasksMinimum,
        max(tasks) OVER line AS tasksMaximum,
        sum((tasks - tasksMean) * (bytes - bytesMean)) OVER line AS covariance,
        sum((tasks - tasksMean) * (tasks - tasksMean)) OVER line AS spread
      FROM point
      WINDOW line AS (PARTITION BY run, workload, runtime, variant)
    )
    SELECT run, uuid, workload, runtime, variant, points, tasksMinimum, tasksMaximum,
      covariance / spread AS bytesPerTask
    FROM fit
    WHERE place = 1 AND tasksMinimum < tasksMaximum;

    """
}
