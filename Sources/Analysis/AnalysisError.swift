/// Why stored trials cannot be analyzed.
package enum AnalysisError: Error, Equatable, Sendable {
  /// A trial was given to a workload that it does not belong to.
  case foreignTrial(case: String, workload: String)
  /// A stored value cannot be used.
  case unusableMeasurement(metric: String, case: String, run: String, reason: String)
}

extension AnalysisError: CustomStringConvertible {
  /// What is wrong, where, and how to fix it.
  package var description: String {
    switch self {
    case .foreignTrial(let name, let workload):
      """
      A trial of “\(name)” was given as one of \(workload). Give each workload the trials of its \
      own cases.
      """
    case .unusableMeasurement(let metric, let name, let run, let reason):
      """
      \(metric) of \(name) in run \(run) cannot be used. \(reason) \
      Show another run with: parallax report --run RUN
      """
    }
  }
}
