-- title: What each version changed
-- question: How does each version of a compiler or library compare with the version before it?
-- param run run '': the run; empty for the newest that measured other versions
-- param workload workload '': only this workload; empty for all
-- param runtime runtime '': only this runtime; empty for all
-- unit ratio: version over the version before
-- unit lower: version over the version before
-- unit upper: version over the version before
-- unit adjustedPValue: probability
-- unit isConfirmed: 1 yes, 0 no
WITH chosen AS MATERIALIZED (
  SELECT coalesce(:run, (
    SELECT run.id
    FROM benchmarkCase
    JOIN comparison ON comparison.benchmarkCase = benchmarkCase.id
      OR comparison.baseline = benchmarkCase.id
    JOIN run ON run.id = comparison.run
    WHERE toolchain <> 'default'
    ORDER BY startedAt DESC, uuid
    LIMIT 1)) AS run
), stated AS MATERIALIZED (
  SELECT benchmarkCase, min(runtimeVersion) AS version
  FROM chosen
  JOIN plannedTrial ON plannedTrial.run = chosen.run
  JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
  GROUP BY benchmarkCase
), label AS MATERIALIZED (
  SELECT benchmarkCase, CASE toolchain
    WHEN 'default' THEN coalesce(substr(version, 1, instr(version || ' (', ' (') - 1), toolchain)
    ELSE toolchain END AS label
  FROM stated
  JOIN benchmarkCase ON benchmarkCase.id = stated.benchmarkCase
)
SELECT workload, parameters, runtime, older.label AS before, newer.label AS after, metric, ratio,
  lower, upper, adjustedPValue, verdict, isConfirmed
FROM chosen
JOIN caseComparison ON caseComparison.run = chosen.run
JOIN label AS newer ON newer.benchmarkCase = caseComparison.benchmarkCase
JOIN label AS older ON older.benchmarkCase = caseComparison.baseline
WHERE runtime = baselineRuntime AND :workload IN ('', workload)
  AND :runtime IN ('', runtime) AND toolchain <> baselineToolchain
ORDER BY isConfirmed DESC, max(ratio, 1 / ratio) DESC;
