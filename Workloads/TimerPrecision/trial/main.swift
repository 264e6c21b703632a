import TimerPrecisionWorkload
import WorkloadKit

runTrial(workload)
