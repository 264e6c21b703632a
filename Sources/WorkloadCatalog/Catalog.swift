import ChainedSpawnWorkload
import ChannelThroughputWorkload
import ContendedCounterWorkload
import DeepStackWorkload
import FetchURLsWorkload
import MemoryCeilingWorkload
import PingPongWorkload
import PrimeSieveWorkload
import SelectWorkload
import SkynetWorkload
import SleepingTasksWorkload
import SpawnManyWorkload
import TokenRingWorkload
public import WorkloadKit

/// Every workload, in the order of the report.
public enum Catalog {
  /// The contracts; a new workload is a line here.
  public static let workloads: [any Workload.Type] = [
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
  ]

  /// The workloads' names, in the same order.
  public static var names: [String] { workloads.map { $0.name } }

  /// The workload with this name; nil when there is none.
  public static func workload(named name: String) -> (any Workload.Type)? {
    workloads.first { $0.name == name }
  }
}
