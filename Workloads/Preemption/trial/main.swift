import PreemptionWorkload
import WorkloadKit

runTrial(workload)
