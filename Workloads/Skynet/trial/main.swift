import SkynetWorkload
import WorkloadKit

runTrial(workload)
