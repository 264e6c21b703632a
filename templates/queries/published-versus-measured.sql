-- Published numbers beside what the newest run measured at the same size; never a ratio.
SELECT source, workload, language, publishedRuntime, runtimeVersion, contract, qualifier,
  printed, printedUnit, published, runtime, parameters, metric, measuredMedian, hardware
FROM publishedVersusMeasured
WHERE run = (SELECT run FROM latestRun)
ORDER BY workload, runtime, parameters, metric, source;
