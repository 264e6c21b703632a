import BenchmarkModel
import WorkloadCatalog
import WorkloadKit

extension Metric {
  /// The metrics that a published number can be compared with: the stored and the derived ones.
  static var comparable: [Metric] {
    let latencies = Catalog.workloads.flatMap { contractLatencies(of: $0.name) }
    return known + derived + latencies.flatMap(\.latencyFigures)
  }

  /// The stored metrics of all workloads: the common ones and those that contracts add.
  static var known: [Metric] {
    Catalog.workloads.reduce(into: common) { known, workload in
      let added = contractMetrics(of: workload.name) + contractLatencies(of: workload.name)
      known += added.filter { !known.contains($0) }
    }
  }

  /// The latency distributions in a workload's contract.
  static func contractLatencies(of workload: String) -> [Metric] {
    (Catalog.workload(named: workload)?.latencies ?? []).map {
      Metric(name: $0.name, label: $0.label, unit: .nanoseconds)
    }
  }

  /// The metrics that a workload's contract adds to the common ones.
  static func contractMetrics(of workload: String) -> [Metric] {
    (Catalog.workload(named: workload)?.metrics ?? []).compactMap { metric in
      Unit(rawValue: metric.unit).map {
        Metric(
          name: metric.name, label: metric.label, unit: $0, isLowerBetter: metric.isLowerBetter)
      }
    }
  }

  /// The latency distributions of all workloads.
  static var knownLatencies: [Metric] {
    Catalog.names.reduce(into: []) { known, workload in
      known += contractLatencies(of: workload).filter { !known.contains($0) }
    }
  }

  /// The metrics by which two cases can be compared: the stored ones and those derived from
  /// latencies.
  static var gateable: [Metric] {
    known.filter { !knownLatencies.contains($0) } + knownLatencies.flatMap(\.latencyFigures)
  }
}
