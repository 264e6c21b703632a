-- title: Outcomes other than completed
-- question: What did not complete in a run, for which reason, and how far did it get?
-- param run run latest: the run
SELECT workload, runtime, variant, parameters, outcome, trials, reachedMinimum, reachedMaximum, detail
FROM outcomeSummary
WHERE run = :run
ORDER BY workload, runtime, variant, parameters;
