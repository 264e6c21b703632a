import FetchURLsWorkload
import WorkloadKit

runTrial(workload)
