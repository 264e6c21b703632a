-- title: One workload over the runtimes
-- question: How do the runtimes compare in one workload, size by size?
-- param workload workload: the workload
-- param metric metric elapsedNanoseconds: the metric
-- param run run latest: the run
-- unit median: see unit
-- unit medianMinimum: see unit
-- unit medianMaximum: see unit
SELECT parameters, runtime, variant, toolchain, unit, trials, median, medianMinimum, medianMaximum
FROM caseSummary
WHERE run = :run AND workload = :workload AND metric = :metric
ORDER BY parameters, median;
