-- title: Memory per task
-- question: What does one more task cost in bytes, as the slope of the peak over the tasks?
-- param run run latest: the run
-- unit bytesPerTask: bytes
SELECT workload, runtime, variant, toolchain, points, tasksMinimum, tasksMaximum, bytesPerTask
FROM memoryPerTask
WHERE run = :run
ORDER BY workload, bytesPerTask;
