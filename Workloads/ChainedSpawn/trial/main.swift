import ChainedSpawnWorkload
import WorkloadKit

runTrial(workload)
