-- title: History of a case
-- question: How did the cases of one implementation change from run to run?
-- param workload workload: the workload
-- param runtime runtime: the runtime
-- param variant variant default: the variant
-- param toolchain text default: the toolchain, such as 1.25
-- param parameters text '': only this size, such as tasks=1000; empty for all
-- param metric metric elapsedNanoseconds: the metric
-- unit estimate: see unit
-- unit lower: see unit
-- unit upper: see unit
SELECT parameters, startedAt, uuid AS run, preset, cpuModel, toolVersion, gitCommit, unit, trials,
  value AS estimate, lower, upper
FROM metric
CROSS JOIN benchmarkCase
CROSS JOIN estimate
  ON estimate.benchmarkCase = benchmarkCase.id AND estimate.metric = metric.id
JOIN run ON run.id = estimate.run
JOIN machine ON machine.id = run.machine
WHERE workload = :workload AND runtime = :runtime AND variant = :variant
  AND toolchain = :toolchain
  AND :parameters IN ('', parameters) AND metric.name = :metric
ORDER BY parameters, startedAt;
