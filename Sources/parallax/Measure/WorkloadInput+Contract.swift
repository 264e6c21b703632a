import Analysis
import BenchmarkModel
import Runner
import WorkloadKit

extension WorkloadInput {
  /// A run's trials of a workload with what its contract says of their cases; texts and listings are
  /// left empty.
  init(_ workload: any Workload.Type, run: Run?, trials: [Trial]) {
    // The contract says the same of a size for every implementation.
    let cases = Dictionary(trials.map { ($0.planned.case.parameters, $0.planned.case) }) { $1 }
    self.init(
      name: workload.name, title: workload.title, operation: workload.operation, folder: "",
      readme: "", metrics: workload.addedMetrics,
      latencies: workload.latencyMetrics, headlines: workload.headlines,
      terms: cases.compactMapValues { CaseTerms($0) }, run: trials.isEmpty ? nil : run,
      trials: trials)
  }
}
