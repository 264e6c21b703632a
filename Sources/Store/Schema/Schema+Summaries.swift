extension Schema {
  /// What version 4 keeps beside the measurements, so that a million of them are asked at once: what
  /// each trial came to.
  ///
  /// It repeats what `measurement` and `latency` say and nothing else. The writer of a trial adds its
  /// rows in the same transaction, a merge computes them anew, and they go with the trial.
  static let versionFourSummaries = """
    DROP VIEW IF EXISTS trialSummary;

    CREATE TABLE trialSummary (
      run INTEGER NOT NULL,
      benchmarkCase INTEGER NOT NULL,
      metric INTEGER NOT NULL REFERENCES metric,
      median REAL NOT NULL,
      trial INTEGER NOT NULL REFERENCES trial ON DELETE CASCADE,
      count INTEGER NOT NULL CHECK (count >= 1),
      minimum REAL NOT NULL,
      maximum REAL NOT NULL,
      total REAL NOT NULL,
      PRIMARY KEY (run, benchmarkCase, metric, median, trial)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX trialSummaryByTrial ON trialSummary (trial);

    CREATE TABLE latencySummary (
      trial INTEGER NOT NULL REFERENCES trial ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric,
      count INTEGER NOT NULL CHECK (count >= 1),
      p50 INTEGER,
      p99 INTEGER,
      p999 INTEGER,
      maximum INTEGER NOT NULL,
      PRIMARY KEY (trial, metric)
    ) STRICT, WITHOUT ROWID;

    DROP INDEX referenceByWorkload;
    CREATE INDEX referenceByComparison
      ON reference (workload, comparesTo, comparesToMetric, normalisedUnit);

    \(fillTrialSummary)
    \(fillLatencySummary(of: "trial IS NOT NULL"));

    """

  /// The summaries of all trials that are stored; those of later ones come from
  /// `Database.summarise`.
  private static let fillTrialSummary = """
    INSERT INTO trialSummary (
      run, benchmarkCase, metric, median, trial, count, minimum, maximum, total
    )
    WITH ranked AS (
      SELECT trial, metric, value,
        row_number() OVER (PARTITION BY trial, metric ORDER BY value) AS place,
        count(*) OVER (PARTITION BY trial, metric) AS size
      FROM measurement
      WHERE isWarmup = 0
    )
    SELECT run, benchmarkCase, metric,
      avg(value) FILTER (WHERE place IN ((size + 1) / 2, size / 2 + 1)),
      trial.id, size, min(value), max(value), sum(value)
    FROM ranked
    JOIN trial ON trial.id = ranked.trial
    JOIN plannedTrial USING (run, position)
    GROUP BY trial.id, metric;

    """

  /// A statement that adds the summaries of the latencies of trials.
  ///
  /// A quantile is the least value at which the counts up to it reach q times their sum, and is left
  /// out where there are fewer than 10 / (1 − q) values.
  static func fillLatencySummary(of condition: String) -> String {
    """
    INSERT INTO latencySummary (trial, metric, count, p50, p99, p999, maximum)
    WITH bucket AS (
      SELECT trial, metric, value, sum(count) AS count
      FROM latency
      WHERE isWarmup = 0 AND \(condition)
      GROUP BY trial, metric, value
    ), place AS (
      SELECT trial, metric, value,
        sum(count) OVER (PARTITION BY trial, metric ORDER BY value) AS upTo,
        sum(count) OVER (PARTITION BY trial, metric) AS total
      FROM bucket
    )
    SELECT trial, metric, total,
      min(value) FILTER (WHERE total >= 20 AND 2 * upTo >= total),
      min(value) FILTER (WHERE total >= 1000 AND 100 * upTo >= 99 * total),
      min(value) FILTER (WHERE total >= 10000 AND 1000 * upTo >= 999 * total),
      max(value)
    FROM place
    GROUP BY trial, metric
    """
  }
}
