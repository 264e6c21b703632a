package import BenchmarkModel
package import WorkloadKit

extension Workload {
  /// The metrics that the contract adds to the common ones.
  package static var addedMetrics: [Metric] { metrics.map(Metric.init) }

  /// The distributions of latencies that the contract has.
  package static var latencyMetrics: [Metric] { latencies.map(Metric.init) }
}

extension Metric {
  fileprivate init(_ declared: WorkloadMetric) {
    self.init(
      name: declared.name, label: declared.label, unit: Unit(declared.unit),
      better: Better(declared.better))
  }

  fileprivate init(_ declared: WorkloadLatency) {
    self.init(name: declared.name, label: declared.label, unit: .nanoseconds)
  }
}

extension Metric.Unit {
  fileprivate init(_ declared: WorkloadMetric.Unit) {
    self =
      switch declared {
      case .nanoseconds: .nanoseconds
      case .bytes: .bytes
      case .count: .count
      case .ratio: .ratio
      case .perSecond: .perSecond
      }
  }
}

extension Metric.Better {
  fileprivate init(_ declared: WorkloadMetric.Better) {
    self =
      switch declared {
      case .lower: .lower
      case .higher: .higher
      }
  }
}
