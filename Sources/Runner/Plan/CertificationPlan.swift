package import BenchmarkModel
import WorkloadKit

/// The trials of a run that certifies verdicts; see ``Certification``.
///
/// The cases are short, a few milliseconds per iteration, which leaves time for many comparisons;
/// longer cases vary less. They cover several workloads and runtimes, both steady ones and ones
/// that the scheduler makes unsteady. Starting a process takes as long as some iterations, so each has ten.
/// In cases with a larger twin, the operations are proportional to the parameter. An implementation
/// that is missing is left out, and the others are repeated more often.
package struct CertificationPlan: Sendable, Equatable {
  /// The seed of the order.
  package let seed: UInt64
  /// The trials in order, empty if no program is available; `position` is the index.
  package let trials: [PlannedTrial]
  /// The measured implementations, all available.
  package let implementations: [LocatedImplementation]

  /// Plans for the implementations that are available.
  ///
  /// - Throws: `RunnerError.unreadable` if the source tree has no `Workloads` folder.
  package init(seed: UInt64, locator: ProgramLocator) throws(RunnerError) {
    self.init(
      seed: seed, implementations: try locator.implementations().filter { $0.status == .ready })
  }

  /// Plans for implementations that have been located.
  init(seed: UInt64, implementations: [LocatedImplementation]) {
    var cases: [Case] = []
    var used: [LocatedImplementation] = []
    for var choice in Self.choices {
      let own = implementations.first {
        $0.implementation == choice.implementation && $0.status == .ready
      }
      guard let own else { continue }
      choice.implementation = own.implementation
      used.append(own)
      cases += choice.cases
    }
    let count = cases.isEmpty ? 0 : Certification.blocks(ofCases: cases.count)
    let series = cases.map {
      TrialSeries(
        case: $0, effort: Effort(warmups: 1, iterations: 10), trials: count, usualTrials: count,
        isImplemented: true)
    }
    self.seed = seed
    trials = Plan.blocks(of: series, seed: seed)
    self.implementations = used
  }

  /// A case, alone or with a twin that has a larger value of one parameter.
  private struct Choice {
    var implementation: Implementation
    var parameters: [Parameter]
    /// The parameter that the work is proportional to; nil if there is no twin.
    var scaled: String?

    var cases: [Case] {
      let one = Case(implementation, parameters)
      guard let scaled else { return [one] }
      var twin = one
      for index in twin.parameters.indices where twin.parameters[index].name == scaled {
        twin.parameters[index].value += twin.parameters[index].value / 10
      }
      return [one, twin]
    }
  }

  private static let choices: [Choice] = [
    channel("swift-async"), channel("go"), channel("tokio"),
    uncontendedCounter("swift-threads"), uncontendedCounter("go"), uncontendedCounter("tokio"),
    Choice(
      implementation: Implementation(
        workload: "contended-counter", runtime: Runtime("swift-threads")),
      parameters: [Parameter("callers", 2), Parameter("calls", 200_000)], scaled: "calls"),
    Choice(
      implementation: Implementation(workload: "chained-spawn", runtime: Runtime("swift-async")),
      parameters: [Parameter("depth", 20_000)], scaled: "depth"),
    Choice(
      implementation: Implementation(
        workload: "parallel-compute", runtime: Runtime("swift-threads")),
      parameters: [Parameter("side", 128)]),
    Choice(
      implementation: Implementation(workload: "spawn-many", runtime: Runtime("swift-dispatch")),
      parameters: [Parameter("tasks", 10_000)]),
    Choice(
      implementation: Implementation(workload: "skynet", runtime: Runtime("swift-async")),
      parameters: [Parameter("leaves", 1_000)]),
  ]

  /// A single caller: nothing is scheduled, so only the machine causes variation.
  private static func uncontendedCounter(_ runtime: String) -> Choice {
    Choice(
      implementation: Implementation(workload: "contended-counter", runtime: Runtime(runtime)),
      parameters: [Parameter("callers", 1), Parameter("calls", 200_000)], scaled: "calls")
  }

  private static func channel(_ runtime: String) -> Choice {
    Choice(
      implementation: Implementation(workload: "channel-throughput", runtime: Runtime(runtime)),
      parameters: [
        Parameter("producers", 1), Parameter("consumers", 1), Parameter("messages", 100_000),
        Parameter("capacity", 100),
      ], scaled: "messages")
  }
}
