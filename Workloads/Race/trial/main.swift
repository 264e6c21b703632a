import RaceWorkload
import WorkloadKit

runTrial(workload)
