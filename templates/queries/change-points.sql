-- title: Change points
-- question: At which runs did the level of a case shift and stay?
-- param workload workload '': only this workload; empty for all
-- param rows integer 100: the maximum number of rows, the newest
-- unit before: see unit
-- unit after: see unit
-- unit ratio: after over before
-- unit lower: after over before
-- unit upper: after over before
-- unit pValue: probability
SELECT startedAt, gitCommit, cpuModel, workload, runtime, variant, toolchain, parameters, metric, unit,
  before,
  after, ratio, lower, upper, pValue, verdict
FROM caseChange
WHERE :workload IN ('', workload)
ORDER BY startedAt DESC, workload, runtime, variant, toolchain, parameters
LIMIT :rows;
