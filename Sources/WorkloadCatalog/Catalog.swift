import FetchURLsWorkload
import SleepingTasksWorkload
public import WorkloadKit

/// Every workload, in the order of the report.
public enum Catalog {
  /// The contracts; a new workload is a line here.
  public static let workloads: [any Workload.Type] = [
    SleepingTasksWorkload.workload,
    FetchURLsWorkload.workload,
  ]

  /// The workloads' names, in the same order.
  public static var names: [String] { workloads.map { $0.name } }

  /// The workload with this name; nil when there is none.
  public static func workload(named name: String) -> (any Workload.Type)? {
    workloads.first { $0.name == name }
  }
}
