-- A summary of each metric of each case of the run :'run', without warm-ups. `median` is the median of the
-- trials' medians, the number of the report.
CREATE TABLE IF NOT EXISTS summary (
  run text NOT NULL,
  workload text NOT NULL,
  runtime text NOT NULL,
  variant text NOT NULL,
  toolchain text NOT NULL,
  parameters text NOT NULL,
  metric text NOT NULL,
  unit text NOT NULL,
  startedAt timestamptz NOT NULL,
  fingerprint text NOT NULL,
  trials bigint NOT NULL,
  minimum double precision NOT NULL,
  median double precision NOT NULL,
  maximum double precision NOT NULL,
  PRIMARY KEY (run, workload, runtime, variant, toolchain, parameters, metric)
);
-- The questions of a dashboard name a workload and a metric, and a span of time.
CREATE INDEX IF NOT EXISTS summaryByCase ON summary (workload, metric, startedAt);

INSERT INTO summary
SELECT run.id, workload, runtime, variant, toolchain, parameters, metric, unit, run.startedAt, fingerprint, count(*),
  min(value), percentile_cont(0.5) WITHIN GROUP (ORDER BY value), max(value)
FROM run
JOIN (
  SELECT trial.run, workload, runtime, variant, toolchain, parameters, metric, unit,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS value
  FROM trial
  JOIN measurement ON measurement.run = trial.run AND measurement.position = trial.position
  WHERE trial.run = :'run' AND NOT isWarmup
  GROUP BY trial.run, trial.position, workload, runtime, variant, toolchain, parameters, metric, unit
) AS value ON value.run = run.id
WHERE run.id = :'run'
GROUP BY run.id, workload, runtime, variant, toolchain, parameters, metric, unit, run.startedAt, fingerprint
ON CONFLICT (run, workload, runtime, variant, toolchain, parameters, metric) DO UPDATE SET
  trials = EXCLUDED.trials, minimum = EXCLUDED.minimum, median = EXCLUDED.median,
  maximum = EXCLUDED.maximum;
