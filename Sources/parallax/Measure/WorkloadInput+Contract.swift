import Analysis
import BenchmarkModel
import Runner
import WorkloadKit

extension WorkloadInput {
  /// A run's trials of a workload, with the contract's terms for their cases; texts and listings are
  /// empty.
  init(_ workload: any Workload.Type, run: Run?, trials: [Trial]) {
    // The terms of a size are the same for every implementation.
    let cases = Dictionary(trials.map { ($0.planned.case.parameters, $0.planned.case) }) { $1 }
    self.init(
      name: workload.name, title: workload.title, operation: workload.operation, folder: "",
      readme: "", metrics: workload.addedMetrics,
      latencies: workload.latencyMetrics, headlines: workload.headlines,
      placeCondition: workload.placeCondition.map(PlaceCondition.init),
      terms: cases.compactMapValues { CaseTerms($0) }, run: trials.isEmpty ? nil : run,
      trials: trials)
  }
}
