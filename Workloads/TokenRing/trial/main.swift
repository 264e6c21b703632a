import TokenRingWorkload
import WorkloadKit

runTrial(workload)
