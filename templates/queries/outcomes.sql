-- What did not complete in any run, with the reason and the number reached.
SELECT uuid AS run, workload, runtime, variant, parameters, outcome, trials,
  reachedMinimum, reachedMaximum, detail
FROM outcomeSummary
ORDER BY run, workload, runtime, variant, parameters;
