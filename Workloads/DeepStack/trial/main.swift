import DeepStackWorkload
import WorkloadKit

runTrial(workload)
