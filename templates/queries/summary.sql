-- Every case and metric of the newest run: trials, median, smallest and largest value.
SELECT workload, runtime, variant, parameters, metric, unit, trials,
  median, minimum, maximum
FROM caseSummary
WHERE run = (SELECT run FROM latestRun)
ORDER BY workload, parameters, metric, median;
