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
import Synchronization
import TailLatencyWorkload
import TimerPrecisionWorkload
import TokenRingWorkload
package import WorkloadKit

/// Every workload, in the order of the report.
package enum Catalog {
  private static let adopted = Mutex<[any Workload.Type]?>(nil)

  /// The contracts: those below, or those of the tree that the tool works in.
  package static var workloads: [any Workload.Type] { adopted.withLock { $0 } ?? own }

  /// Makes the contracts that a tree's programs describe the only ones; called before any is used.
  package static func adopt(_ descriptions: [ContractDescription]) {
    let types = descriptions.map { Descriptions.contract(from: $0) }
    adopted.withLock { $0 = types }
  }

  /// The contracts that the tool was built with; a new workload is a line here.
  private static let own: [any Workload.Type] = [
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

  /// The contracts of everything that a database can hold: the workloads, and whole programs.
  package static var measurable: [any Workload.Type] { workloads + [Programs.self] }

  /// Their names, in the same order.
  package static var measurableNames: [String] { measurable.map { $0.name } }

  /// The contract with this name, also that of whole programs; nil when there is none.
  package static func workload(named name: String) -> (any Workload.Type)? {
    measurable.first { $0.name == name }
  }
}
