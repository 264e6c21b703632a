-- title: Noisiest cases
-- question: Whose trials lie widest apart in a run, as the range of their medians over the median?
-- param run run latest: the run
-- param metric text elapsedNanoseconds: the metric; '' for all
-- param rows integer 20: how many at most
-- unit median: see unit
-- unit rangeOverMedian: ratio
WITH summary AS MATERIALIZED (
  SELECT * FROM caseSummary WHERE run = :run AND :metric IN ('', metric)
)
SELECT workload, runtime, variant, parameters, metric, unit, trials, median,
  (medianMaximum - medianMinimum) / median AS rangeOverMedian
FROM summary
WHERE median > 0
ORDER BY rangeOverMedian DESC
LIMIT :rows;
