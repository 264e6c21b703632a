import EchoServerWorkload
import WorkloadKit

runTrial(workload)
