-- The estimates of the run :'run', the numbers that the report shows, in a form that is small and fast to ask.
CREATE TABLE IF NOT EXISTS series (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workload text NOT NULL,
  metric text NOT NULL,
  parameters text NOT NULL,
  runtime text NOT NULL,
  variant text NOT NULL,
  toolchain text NOT NULL,
  UNIQUE (workload, metric, parameters, runtime, variant, toolchain)
);
-- A dashboard asks for some series in a span of time, which the index answers alone.
CREATE TABLE IF NOT EXISTS summary (
  series integer NOT NULL,
  startedAt timestamptz NOT NULL,
  run uuid NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (series, startedAt, run) INCLUDE (value)
);
-- The runs that are complete.
CREATE TABLE IF NOT EXISTS copied (run text PRIMARY KEY);

INSERT INTO series (workload, metric, parameters, runtime, variant, toolchain)
SELECT workload, metric, parameters, runtime, variant, toolchain FROM estimate WHERE run = :'run'
EXCEPT SELECT workload, metric, parameters, runtime, variant, toolchain FROM series;

INSERT INTO summary
SELECT series.id, startedAt, run.id::uuid, value
FROM run
JOIN estimate ON estimate.run = run.id
JOIN series USING (workload, metric, parameters, runtime, variant, toolchain)
WHERE run.id = :'run'
ON CONFLICT (series, startedAt, run) DO UPDATE SET value = EXCLUDED.value;

INSERT INTO copied SELECT id FROM run WHERE id = :'run' AND finishedAt IS NOT NULL
ON CONFLICT DO NOTHING;
