package import BenchmarkModel
import WorkloadKit

extension ProgramLocator {
  /// Where `make build` puts the programs, relative to the root of the source tree.
  private static let builtPrograms = ".build/release"

  /// The commands that repeat trials, by their cases, as typed in a shell at the root of a built source
  /// tree.
  ///
  /// A case is missing if neither contract nor source tree knows it any more, or if no trial found the
  /// value that its contract searches for. Nothing in a command depends on this machine.
  ///
  /// - Parameter environment: What the run added to the environment of its trials.
  /// - Throws: `RunnerError.unreadable` when the source tree has no `Workloads` folder.
  package func commands(
    of trials: [Trial], adding environment: [String: String]
  ) throws(RunnerError) -> [Case: String] {
    var commands: [Case: String] = [:]
    for trial in trials where commands[trial.planned.case] == nil {
      commands[trial.planned.case] = try command(of: trial, adding: environment)
    }
    return commands
  }

  private func command(
    of trial: Trial, adding environment: [String: String]
  ) throws(RunnerError) -> String? {
    let measured = trial.planned.case
    let located = try locate(measured.implementation)
    guard let program = located.program, let contract = contract(of: measured) else { return nil }
    var flags = contract.flags
    if let search = contract.search {
      guard let found = trial.measurements.first(where: { $0.metric == search.metric }) else {
        return nil
      }
      flags += ["--\(search.parameter)", "\(Int(found.value))"]
    }
    let named = self.environment(of: measured.implementation)?.namedVariables ?? [:]
    let fixture = contract.fixture.map {
      commandText("\(Self.builtPrograms)/parallax", $0.commandArguments)
    }
    return TrialCommand(
      trial.planned,
      shownProgram: located.style == nil || measured.implementation.toolchain != nil
        ? shownPath(program) : "\(Self.builtPrograms)/\(measured.implementation.workload)",
      style: located.style, variant: located.calledVariant, flags: flags, fixture: fixture,
      ports: nil,
      environment: TrialEnvironment(
        adding: environment.merging(named) { $1 }, to: ["HOME": "", "PATH": ""])
    ).text
  }

  private func contract(of measured: Case) -> CaseContract? {
    do { return try CaseContract(measured) } catch { return nil }
  }
}
