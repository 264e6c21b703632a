-- title: Outcomes other than completed
-- question: Which trials of a run did not complete, why, and how far did they get?
-- param run run latest: the run
SELECT workload, runtime, variant, toolchain, parameters, outcome, trials, reachedMinimum, reachedMaximum, detail
FROM outcomeSummary
WHERE run = :run
ORDER BY workload, runtime, variant, toolchain, parameters;
