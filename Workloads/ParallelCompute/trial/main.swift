import ParallelComputeWorkload
import WorkloadKit

runTrial(workload)
