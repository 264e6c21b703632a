import PrimeSieveWorkload
import WorkloadKit

runTrial(workload)
