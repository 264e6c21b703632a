-- title: What each version changed
-- question: How does each version of a compiler or library compare with the version before it?
-- param run run latest: the run
-- param workload workload '': only this workload; empty for all
-- param runtime runtime '': only this runtime; empty for all
-- unit ratio: version over the version before
-- unit lower: version over the version before
-- unit upper: version over the version before
-- unit adjustedPValue: probability
-- unit isConfirmed: 1 yes, 0 no
SELECT workload, parameters, runtime, baselineToolchain AS before, toolchain AS after, metric, ratio,
  lower, upper, adjustedPValue, verdict, isConfirmed
FROM caseComparison
WHERE run = :run AND runtime = baselineRuntime AND :workload IN ('', workload)
  AND :runtime IN ('', runtime) AND toolchain <> baselineToolchain
ORDER BY isConfirmed DESC, max(ratio, 1 / ratio) DESC;
