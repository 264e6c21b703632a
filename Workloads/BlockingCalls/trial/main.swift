import BlockingCallsWorkload
import WorkloadKit

runTrial(workload)
