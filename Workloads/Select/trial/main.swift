import SelectWorkload
import WorkloadKit

runTrial(workload)
