public import BenchmarkModel
import WorkloadCatalog
public import WorkloadKit

/// What a workload's contract says of one case, without the workload's own types.
struct CaseContract: Sendable {
  /// The parameters that the trial is told, as flags.
  let flags: [String]
  /// The metrics that iterations may report.
  let metrics: [String]
  /// The time that no implementation can beat.
  let floor: Duration
  /// The server that must run beside a trial; nil when none must.
  let fixture: Fixture?
  /// Computes the one right answer.
  let answer: @Sendable () -> Checksum
  /// Says why an iteration with the right answer still does not count; nil when it does.
  let objection: @Sendable (IterationReport) -> String?

  /// Asks the catalog.
  init(_ measured: Case) throws(RunnerError) {
    let name = measured.implementation.workload
    guard let workload = Catalog.workload(named: name) else {
      let allowed = Catalog.names
      throw .unknownWorkload(
        name: name,
        nearest: nearestName(to: name, in: allowed),
        allowed: allowed
      )
    }
    try self.init(workload, measured.parameters)
  }

  private init<Problem: Workload>(
    _ workload: Problem.Type,
    _ values: [Parameter]
  ) throws(RunnerError) {
    let parameters: Problem.Parameters
    do {
      parameters = try Problem.Parameters(values.map { ParameterValue($0.name, $0.value) })
    } catch {
      throw .parametersDoNotFit(workload: workload.name, error)
    }
    flags = parameters.trialValues.flatMap { ["--\($0.name)", "\($0.value)"] }
    metrics = workload.metrics.map(\.name)
    floor = workload.floor(parameters)
    fixture = workload.fixture(parameters)
    answer = { workload.answer(parameters) }
    objection = { workload.objection(to: $0, parameters) }
  }
}

/// The sizes that a preset measures of a workload, and how often.
public struct PresetCases: Sendable {
  /// The parameters of each case, smallest first.
  public let parameters: [[Parameter]]
  /// How often each case is measured.
  public let effort: Effort

  /// Asks the contract.
  public init(of workload: any Workload.Type, for preset: Preset) {
    self.init(opened: workload, preset)
  }

  private init<Problem: Workload>(opened workload: Problem.Type, _ preset: Preset) {
    parameters = workload.cases(for: preset).map { parameters in
      parameters.values.map { Parameter($0.name, $0.value) }
    }
    effort = workload.effort(for: preset)
  }
}
