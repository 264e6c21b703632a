-- Bytes per task, as the slope of the peak over the number of tasks, in each run.
SELECT uuid AS run, workload, runtime, variant, points, tasksMinimum, tasksMaximum, bytesPerTask
FROM memoryPerTask
ORDER BY run, workload, bytesPerTask;
