package import BenchmarkModel
import WorkloadCatalog
package import WorkloadKit

/// What a workload's contract says about one case, without the workload's own types.
struct CaseContract: Sendable {
  /// The parameters that the trial gets as flags.
  let flags: [String]
  /// The metrics that iterations may report.
  let metrics: [String]
  /// The distributions of latencies that iterations, or the load next to them, may report.
  let latencies: [String]
  /// The time that no implementation can beat.
  let floor: Duration
  /// The server that must run next to a trial; nil if none is needed.
  let fixture: Fixture?
  /// Computes the one right answer.
  let answer: @Sendable () -> Checksum
  /// Says why an iteration with the right answer still does not count; nil when it does.
  let objection: @Sendable (IterationReport) -> String?
  /// The search that a trial performs; nil for a trial that is one process.
  let search: Search?
  /// Whether the runner times the whole process, because the program knows nothing of the trial protocol.
  let isWholeProcess: Bool
  /// Whether a stack overflow is a result and not a failure.
  let mayOverflowStack: Bool
  /// Computes the number of operations in one iteration; nil for a search, which determines it.
  let operations: @Sendable () -> Int?
  /// Whether one number may stand for the workload at this size.
  let isHeadline: Bool

  /// Takes the contract from the catalog.
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
    if let described = workload as? any DescribedContract.Type {
      guard described.describes(parameters.values) else {
        throw .sizeNotDescribed(
          case: "\(workload.name) \(values.map { "\($0.name)=\($0.value)" }.joined(separator: " "))"
        )
      }
    }
    flags = parameters.trialValues.flatMap { ["--\($0.name)", "\($0.value)"] }
    metrics = workload.metrics.map(\.name)
    latencies = workload.latencies.map(\.name)
    floor = workload.floor(parameters)
    fixture = workload.fixture(parameters)
    answer = { workload.answer(parameters) }
    objection = { workload.objection(to: $0, parameters) }
    let search = workload.search(parameters)
    self.search = search
    isWholeProcess = workload.name == Programs.name
    mayOverflowStack = workload.mayOverflowStack
    isHeadline = workload.isHeadline(parameters)
    operations = { search == nil ? workload.operations(parameters) : nil }
  }
}

extension CaseTerms {
  /// Reads the contract; nil if it does not allow the parameters of a stored case.
  package init?(_ stored: Case) {
    do {
      let contract = try CaseContract(stored)
      let floor = contract.floor / Duration.nanoseconds(1)
      guard floor <= Double(Measurement.maximum) else { return nil }
      self.init(
        floorNanoseconds: floor > 0 ? Int(floor) : nil, operations: contract.operations(),
        isHeadline: contract.isHeadline)
    } catch {
      return nil
    }
  }
}

/// The sizes that a preset measures of a workload, and what each process does.
package struct PresetCases: Sendable {
  /// The parameters of each case, smallest first.
  package let parameters: [[Parameter]]
  /// The parameters of the cases that a variant supports, by the variant's name.
  package let variantParameters: [String: [[Parameter]]]
  /// What each process of a case does.
  package let effort: Effort

  /// Reads the contract.
  package init(of workload: any Workload.Type, for preset: Preset) {
    self.init(opened: workload, preset)
  }

  private init<Problem: Workload>(opened workload: Problem.Type, _ preset: Preset) {
    let cases = workload.cases(for: preset)
    func stored(_ cases: [Problem.Parameters]) -> [[Parameter]] {
      cases.map { $0.values.map { Parameter($0.name, $0.value) } }
    }
    parameters = stored(cases)
    variantParameters = workload.variants.reduce(into: [:]) { sizes, variant in
      sizes[variant.name] = stored(cases.filter(variant.suits))
    }
    effort = workload.effort
  }

  /// The parameters of the cases that an implementation supports.
  package func parameters(of implementation: Implementation) -> [[Parameter]] {
    implementation.variant.map { variantParameters[$0] ?? [] } ?? parameters
  }
}
