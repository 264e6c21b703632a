-- title: Ratios and verdicts
-- question: How do the cases of a run compare with those of one runtime, in the headline metrics?
-- param run run latest: the run
-- param baseline runtime swift-async: the runtime that the others are divided by
-- param workload workload '': only this workload; empty for all
-- unit ratio: case over baseline
-- unit lower: case over baseline
-- unit upper: case over baseline
-- unit adjustedPValue: probability
-- unit isConfirmed: 1 yes, 0 no
SELECT workload, parameters, runtime, variant, toolchain, metric, ratio, lower, upper, adjustedPValue, verdict,
  isConfirmed
FROM caseComparison
WHERE run = :run AND baselineRuntime = :baseline AND baselineToolchain = 'default'
  AND :workload IN ('', workload)
ORDER BY workload, metric, parameters, ratio;
