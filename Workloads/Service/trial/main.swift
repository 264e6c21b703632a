import ServiceWorkload
import WorkloadKit

runTrial(workload)
