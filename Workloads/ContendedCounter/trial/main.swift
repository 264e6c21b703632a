import ContendedCounterWorkload
import WorkloadKit

runTrial(workload)
