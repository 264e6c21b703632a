import CancellationWorkload
import WorkloadKit

runTrial(workload)
