-- title: Differences between two runs
-- question: Which cases differ between two runs? Medians and ranges of the trials; for verdicts use `parallax compare`.
-- param before run: the earlier run
-- param after run latest: the later run
-- param metric metric elapsedNanoseconds: the metric
-- unit beforeMedian: see unit
-- unit afterMedian: see unit
-- unit ratio: after over before
-- unit rangesOverlap: 1 yes, 0 no
-- unit sameMachine: 1 yes, 0 no
WITH ranked AS (
  -- Read the trials directly: caseSummary would summarize all metrics of both runs.
  SELECT run, benchmarkCase, metric, median, row_number() OVER line AS place,
    count(*) OVER line AS trials
  FROM metric
  CROSS JOIN benchmarkCase
  CROSS JOIN trialSummary
    ON benchmarkCase = benchmarkCase.id AND metric = metric.id AND run IN (:before, :after)
  WHERE metric.name = :metric
  WINDOW line AS (
    PARTITION BY run, benchmarkCase
    ORDER BY median ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  )
), sample AS MATERIALIZED (
  SELECT run, benchmarkCase, metric, trials, min(median) AS minimum, max(median) AS maximum,
    avg(median) FILTER (WHERE place IN ((trials + 1) / 2, trials / 2 + 1)) AS median
  FROM ranked
  GROUP BY run, benchmarkCase
)
SELECT workload, runtime, variant, toolchain, parameters, unit,
  before.trials AS beforeTrials, before.median AS beforeMedian,
  after.trials AS afterTrials, after.median AS afterMedian,
  after.median / before.median AS ratio,
  before.minimum <= after.maximum AND after.minimum <= before.maximum AS rangesOverlap,
  (
    SELECT count(DISTINCT fingerprint) = 1
    FROM run
    JOIN machine ON machine.id = run.machine
    WHERE run.id IN (:before, :after)
  ) AS sameMachine
FROM sample AS before
JOIN sample AS after ON after.benchmarkCase = before.benchmarkCase
JOIN benchmarkCase ON benchmarkCase.id = before.benchmarkCase
JOIN metric ON metric.id = before.metric
WHERE before.run = :before AND after.run = :after
ORDER BY rangesOverlap, max(ratio, 1 / ratio) DESC;
