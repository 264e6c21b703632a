-- title: Machines
-- question: Which machines have runs, and how many? System and kernel are those of the last run.
SELECT cpuModel, architecture, logicalCores, memoryBytes, operatingSystem, kernel, fingerprint,
  runs, firstRun, startedAt AS lastRun
FROM (
  SELECT machine.*, startedAt, count(*) OVER same AS runs, min(startedAt) OVER same AS firstRun,
    row_number() OVER (PARTITION BY fingerprint ORDER BY startedAt DESC, uuid) AS place
  FROM machine
  JOIN run ON run.machine = machine.id
  WINDOW same AS (PARTITION BY fingerprint)
)
WHERE place = 1
ORDER BY lastRun DESC;
