import TailLatencyWorkload
import WorkloadKit

runTrial(workload)
