import PingPongWorkload
import WorkloadKit

runTrial(workload)
