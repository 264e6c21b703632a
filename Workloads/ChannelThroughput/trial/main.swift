import ChannelThroughputWorkload
import WorkloadKit

runTrial(workload)
