import MixedLoadWorkload
import WorkloadKit

runTrial(workload)
