-- title: One workload over the runtimes
-- question: How do the runtimes compare in one workload, size by size?
-- param workload workload: the workload
-- param metric metric elapsedNanoseconds: the metric
-- param run run latest: the run
-- unit estimate: see unit
-- unit lower: see unit
-- unit upper: see unit
SELECT parameters, runtime, variant, toolchain, unit, trials, value AS estimate, lower, upper
FROM caseEstimate
WHERE run = :run AND workload = :workload AND metric = :metric
ORDER BY parameters, value;
