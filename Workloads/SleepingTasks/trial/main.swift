import SleepingTasksWorkload
import WorkloadKit

runTrial(workload)
