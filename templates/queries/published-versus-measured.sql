-- title: Published against measured
-- question: Which published numbers have the same runtime, metric and size as a case of a run, whatever its version?
-- param run run latest: the run
-- param workload workload '': only this workload; empty for all
-- unit published: see unit
-- unit measured: see unit
-- unit lower: see unit
-- unit upper: see unit
WITH stated AS MATERIALIZED (
  SELECT benchmarkCase, min(trial.runtimeVersion) AS measuredVersion
  FROM plannedTrial
  JOIN trial USING (run, position)
  WHERE run = :run
  GROUP BY benchmarkCase
)
SELECT source, workload, language, publishedRuntime, runtimeVersion, contract, qualifier,
  printed, printedUnit, published, runtime, toolchain, measuredVersion, parameters, metric, measured,
  lower, upper, unit, hardware
FROM publishedVersusMeasured
LEFT JOIN stated USING (benchmarkCase)
WHERE run = :run AND :workload IN ('', workload)
ORDER BY workload, runtime, toolchain, parameters, metric, source;
