-- title: Noisiest cases
-- question: Which cases of a run vary most, by the range of trial medians divided by the median?
-- param run run latest: the run
-- param metric metric elapsedNanoseconds: the metric; '' for all
-- param rows integer 20: the maximum number of rows
-- unit median: see unit
-- unit rangeOverMedian: ratio
WITH summary AS MATERIALIZED (
  SELECT * FROM caseSummary WHERE run = :run AND :metric IN ('', metric)
)
SELECT workload, runtime, variant, toolchain, parameters, metric, unit, trials, median,
  (medianMaximum - medianMinimum) / median AS rangeOverMedian
FROM summary
WHERE median > 0
ORDER BY rangeOverMedian DESC
LIMIT :rows;
