import MemoryCeilingWorkload
import WorkloadKit

runTrial(workload)
