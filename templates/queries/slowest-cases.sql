-- title: Slowest cases
-- question: Which cases of a run take longest, by the median of an iteration?
-- param run run latest: the run
-- param rows integer 20: the maximum number of rows
-- unit median: ns
-- unit maximum: ns
SELECT workload, runtime, variant, toolchain, parameters, trials, median, maximum
FROM caseSummary
WHERE run = :run AND metric = 'elapsedNanoseconds'
ORDER BY median DESC
LIMIT :rows;
