import BlockingCallsWorkload
import CancellationWorkload
import ChainedSpawnWorkload
import ChannelThroughputWorkload
import ContendedCounterWorkload
import DeepStackWorkload
import EchoServerWorkload
import FetchURLsWorkload
import MemoryCeilingWorkload
import MixedLoadWorkload
import ParallelComputeWorkload
import PingPongWorkload
import PreemptionWorkload
import PrimeSieveWorkload
import RaceWorkload
import SelectWorkload
import ServiceWorkload
import SkynetWorkload
import SleepingTasksWorkload
import SpawnManyWorkload
import TailLatencyWorkload
import TimerPrecisionWorkload
import TokenRingWorkload
package import WorkloadKit

/// Every workload, in the order of the report.
package enum Catalog {
  /// The contracts; a new workload is a line here.
  package static let workloads: [any Workload.Type] = [
    SleepingTasksWorkload.workload,
    SpawnManyWorkload.workload,
    ChainedSpawnWorkload.workload,
    SkynetWorkload.workload,
    DeepStackWorkload.workload,
    MemoryCeilingWorkload.workload,
    PingPongWorkload.workload,
    TokenRingWorkload.workload,
    ChannelThroughputWorkload.workload,
    SelectWorkload.workload,
    PrimeSieveWorkload.workload,
    ContendedCounterWorkload.workload,
    FetchURLsWorkload.workload,
    RaceWorkload.workload,
    CancellationWorkload.workload,
    ParallelComputeWorkload.workload,
    TimerPrecisionWorkload.workload,
    MixedLoadWorkload.workload,
    PreemptionWorkload.workload,
    BlockingCallsWorkload.workload,
    EchoServerWorkload.workload,
    ServiceWorkload.workload,
    TailLatencyWorkload.workload,
  ]

  /// The workloads' names, in the same order.
  package static var names: [String] { workloads.map { $0.name } }

  /// The workload with this name; nil when there is none.
  package static func workload(named name: String) -> (any Workload.Type)? {
    workloads.first { $0.name == name }
  }
}
