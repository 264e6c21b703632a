-- title: Runs
-- question: Which runs are stored, when did they start, and how many of their trials finished?
SELECT uuid AS run, (SELECT group_concat(name, ' ') FROM runName WHERE runName.run = run.id) AS names,
  startedAt, finishedAt, preset,
  (SELECT count(*) FROM plannedTrial WHERE plannedTrial.run = run.id) AS plannedTrials,
  (SELECT count(*) FROM trial WHERE trial.run = run.id) AS finishedTrials,
  toolVersion, gitCommit, cpuModel, logicalCores
FROM run
JOIN machine ON machine.id = run.machine
ORDER BY startedAt DESC, uuid;
