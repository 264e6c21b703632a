-- title: Summary of a run
-- question: What is the summary of each metric of each case of a run?
-- param run run latest: the run
-- param workload workload '': only this workload; empty for all
-- param metric metric '': only this metric; empty for all
-- unit median: see unit
-- unit minimum: see unit
-- unit maximum: see unit
SELECT workload, runtime, variant, toolchain, parameters, metric, unit, trials, median, minimum, maximum
FROM caseSummary
WHERE run = :run AND :workload IN ('', workload) AND :metric IN ('', metric)
ORDER BY workload, parameters, metric, median;
