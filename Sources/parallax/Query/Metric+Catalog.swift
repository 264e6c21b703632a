import Analysis
import BenchmarkModel
import Runner
import WorkloadCatalog

extension Metric {
  /// The stored metrics of every workload: the common ones, those that contracts add, and their
  /// distributions of latencies.
  static var known: [Metric] {
    Catalog.workloads.reduce(into: common) { known, workload in
      known += (workload.addedMetrics + workload.latencyMetrics).filter { !known.contains($0) }
    }
  }

  /// All of these, and those that are computed from them: every metric that a database can have.
  static var defined: [Metric] {
    known + DerivedMetric.all(with: knownLatencies).map(\.metric)
  }

  /// The distributions of latencies of every workload.
  static var knownLatencies: [Metric] {
    Catalog.workloads.reduce(into: []) { known, workload in
      known += workload.latencyMetrics.filter { !known.contains($0) }
    }
  }

  /// The metrics that two cases, or a case and a published number, can be compared by.
  ///
  /// They are the stored and the derived ones; a distribution itself is not a number.
  static var comparable: [Metric] {
    let latencies = knownLatencies
    return known.filter { !latencies.contains($0) }
      + DerivedMetric.all(with: latencies).map(\.metric)
  }
}
