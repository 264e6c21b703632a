-- title: Noisiest cases
-- question: Whose trials lie widest apart in a run, as the range of their medians over the median?
-- param run run latest: the run
-- param metric text '': only this metric; empty for all
-- param rows integer 20: how many at most
-- unit median: see unit
-- unit rangeOverMedian: ratio
SELECT workload, runtime, variant, parameters, metric, unit, trials, median,
  (medianMaximum - medianMinimum) / median AS rangeOverMedian
FROM caseSummary
WHERE run = :run AND median > 0 AND :metric IN ('', metric)
ORDER BY rangeOverMedian DESC
LIMIT :rows;
