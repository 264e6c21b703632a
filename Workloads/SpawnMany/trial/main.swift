import SpawnManyWorkload
import WorkloadKit

runTrial(workload)
