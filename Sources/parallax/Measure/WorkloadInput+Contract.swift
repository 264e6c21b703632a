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
    let terms = cases.compactMapValues(CaseTerms.init)
    self.init(
      name: workload.name, title: workload.title, operation: workload.operation, folder: "",
      readme: "", metrics: Metric.contractMetrics(of: workload.name),
      latencies: Metric.contractLatencies(of: workload.name), headlines: workload.headlines,
      floorNanoseconds: terms.compactMapValues(\.floorNanoseconds),
      operations: terms.compactMapValues(\.operations), run: trials.isEmpty ? nil : run,
      trials: trials)
  }
}
