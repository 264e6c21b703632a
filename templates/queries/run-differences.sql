-- title: Differences between two runs
-- question: Which cases differ between two runs? Medians and ranges of the trials, no verdict: that is what `parallax compare` gives.
-- param before run: the earlier run
-- param after run latest: the later run
-- param metric text elapsedNanoseconds: the metric
-- unit beforeMedian: see unit
-- unit afterMedian: see unit
-- unit ratio: after over before
-- unit rangesOverlap: 1 yes, 0 no
-- unit sameMachine: 1 yes, 0 no
WITH before AS MATERIALIZED (
  SELECT * FROM caseSummary WHERE run = :before AND metric = :metric
), after AS MATERIALIZED (
  SELECT * FROM caseSummary WHERE run = :after AND metric = :metric
)
SELECT before.workload, before.runtime, before.variant, before.parameters, before.unit,
  before.trials AS beforeTrials, before.median AS beforeMedian,
  after.trials AS afterTrials, after.median AS afterMedian,
  after.median / before.median AS ratio,
  before.medianMinimum <= after.medianMaximum AND after.medianMinimum <= before.medianMaximum
    AS rangesOverlap,
  (
    SELECT count(DISTINCT fingerprint) = 1
    FROM run
    JOIN machine ON machine.id = run.machine
    WHERE run.id IN (:before, :after)
  ) AS sameMachine
FROM before
JOIN after ON after.benchmarkCase = before.benchmarkCase
ORDER BY rangesOverlap, max(ratio, 1 / ratio) DESC;
