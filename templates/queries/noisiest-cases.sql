-- The cases of the newest run whose values lie widest apart, as range over median.
SELECT workload, runtime, variant, parameters, metric, trials, median,
  (maximum - minimum) / median AS rangeOverMedian
FROM caseSummary
WHERE run = (SELECT run FROM latestRun) AND median > 0
ORDER BY rangeOverMedian DESC
LIMIT 20;
