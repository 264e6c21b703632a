-- title: Scaling of a workload
-- question: How does a metric change with one of the sizes, from each value to the next?
-- param workload workload: the workload
-- param parameter text tasks: the size that grows
-- param metric metric elapsedNanoseconds: the metric
-- param runtime runtime '': only this runtime; empty for all
-- param run run latest: the run
-- unit median: see unit
-- unit sizeRatio: ratio
-- unit medianRatio: ratio
WITH point AS (
  SELECT runtime, variant, toolchain, ours.value AS size, unit, trials, median,
    coalesce((
      SELECT group_concat(name || '=' || value, ' ')
      FROM caseParameter AS rest
      WHERE rest.benchmarkCase = summary.benchmarkCase AND rest.name <> :parameter
    ), '') AS otherParameters
  FROM caseSummary AS summary
  JOIN caseParameter AS ours ON ours.benchmarkCase = summary.benchmarkCase
  WHERE run = :run AND workload = :workload AND metric = :metric AND ours.name = :parameter
    AND :runtime IN ('', runtime)
)
SELECT runtime, variant, toolchain, otherParameters, size, unit, trials, median,
  1.0 * size / lag(size) OVER line AS sizeRatio,
  median / lag(median) OVER line AS medianRatio
FROM point
WINDOW line AS (PARTITION BY runtime, variant, toolchain, otherParameters ORDER BY size)
ORDER BY runtime, variant, toolchain, otherParameters, size;
