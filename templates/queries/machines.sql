-- title: Machines
-- question: Which machines have runs, and how many?
SELECT cpuModel, architecture, logicalCores, memoryBytes, operatingSystem, kernel, fingerprint,
  count(*) AS runs, min(startedAt) AS firstRun, max(startedAt) AS lastRun
FROM machine
JOIN run ON run.machine = machine.id
GROUP BY machine.id
ORDER BY lastRun DESC;
