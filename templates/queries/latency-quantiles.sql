-- title: Latency quantiles
-- question: How long are the latencies of each case of a run, as medians of the trials' quantiles?
-- param run run latest: the run
-- param workload workload '': only this workload; empty for all
-- unit values: count
-- unit p50: ns
-- unit p99: ns
-- unit p999: ns
-- unit maximum: ns
WITH series AS (
  SELECT benchmarkCase, metric, count, p50, p99, p999, maximum
  FROM plannedTrial
  JOIN trial USING (run, position)
  JOIN latencySummary ON latencySummary.trial = trial.id
  WHERE run = :run
), figure AS (
  SELECT benchmarkCase, metric, 'p50' AS name, p50 AS value FROM series
  UNION ALL SELECT benchmarkCase, metric, 'p99', p99 FROM series
  UNION ALL SELECT benchmarkCase, metric, 'p999', p999 FROM series
), ranked AS (
  SELECT benchmarkCase, metric, name, value,
    row_number() OVER (PARTITION BY benchmarkCase, metric, name ORDER BY value) AS place,
    count(*) OVER (PARTITION BY benchmarkCase, metric, name) AS size
  FROM figure
  WHERE value IS NOT NULL
), middle AS (
  SELECT benchmarkCase, metric, avg(value) FILTER (WHERE name = 'p50') AS p50,
    avg(value) FILTER (WHERE name = 'p99') AS p99,
    avg(value) FILTER (WHERE name = 'p999') AS p999
  FROM ranked
  WHERE place IN ((size + 1) / 2, size / 2 + 1)
  GROUP BY benchmarkCase, metric
), whole AS (
  SELECT benchmarkCase, metric, count(*) AS trials, sum(count) AS count, max(maximum) AS maximum
  FROM series
  GROUP BY benchmarkCase, metric
)
SELECT workload, runtime, variant, toolchain, parameters, metric.name AS metric, trials, count AS "values",
  p50, p99, p999, maximum
FROM whole
LEFT JOIN middle USING (benchmarkCase, metric)
JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase
JOIN metric ON metric.id = metric
WHERE :workload IN ('', workload)
ORDER BY workload, metric.name, parameters, p99;
