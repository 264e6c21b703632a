package import BenchmarkModel
import FoundationEssentials
import WorkloadKit

/// What runs one planned trial to its end.
///
/// It does not fail: whatever goes wrong is the trial's outcome.
package protocol TrialExecutor {
  /// Runs the trial and returns everything that was seen of it.
  func execute(_ planned: PlannedTrial) -> Trial
}

/// What a trial may take before it is killed.
package struct TrialLimits: Sendable, Equatable {
  /// The time from its start; nil for ten times what its contract cannot beat, for each iteration,
  /// and 60 seconds.
  package var time: Duration?
  /// The resident size in bytes; nil for no cap.
  package var memoryBytes: Int?

  /// Makes limits.
  package init(time: Duration? = nil, memoryBytes: Int? = nil) {
    self.time = time
    self.memoryBytes = memoryBytes
  }

  /// The usual limits on a machine: four fifths of its memory.
  package static func usual(on machine: Machine) -> TrialLimits {
    TrialLimits(memoryBytes: machine.memoryBytes.map { $0 / 5 * 4 })
  }

  /// The time limit of a trial with this many iterations, warm-ups included.
  func time(floor: Duration, iterations: Int) -> Duration {
    time ?? floor * 10 * iterations + .seconds(60)
  }
}

/// Runs each trial in a fresh process, with a fresh fixture beside it where the contract has one.
package struct ProcessExecutor: TrialExecutor, Sendable {
  private let locator: ProgramLocator
  private let fixtureExecutable: String
  private let limits: TrialLimits
  private let interruption: Interruption?

  /// Makes an executor.
  ///
  /// - Parameters:
  ///   - locator: Finds the trials' programs.
  ///   - fixtureExecutable: The path of the executable with the subcommand `fixture`: our own.
  ///   - limits: What a trial may take.
  ///   - interruption: Ends the trial under way; nil when nobody may.
  package init(
    locator: ProgramLocator,
    fixtureExecutable: String,
    limits: TrialLimits,
    interruption: Interruption? = nil
  ) {
    self.locator = locator
    self.fixtureExecutable = fixtureExecutable
    self.limits = limits
    self.interruption = interruption
  }

  /// Runs the trial; one whose program is not there starts nothing.
  package func execute(_ planned: PlannedTrial) -> Trial {
    let startedAt = Date.now
    do {
      let located = try locator.locate(planned.case.implementation)
      guard located.status == .ready, let program = located.program else {
        return Trial(planned: planned, startedAt: startedAt, outcome: Self.absence(located))
      }
      return try run(planned, located, program, startedAt)
    } catch {
      return Trial(
        planned: planned,
        startedAt: startedAt,
        outcome: Outcome(.failed, detail: "\(planned.case.description) did not run. \(error)")
      )
    }
  }

  private func run(
    _ planned: PlannedTrial,
    _ located: LocatedImplementation,
    _ program: String,
    _ startedAt: Date
  ) throws(RunnerError) -> Trial {
    let contract = try CaseContract(planned.case)
    guard let search = contract.search else {
      return try runOnce(planned, contract, located, program, startedAt)
    }
    var progress = SearchProgress(search)
    var best: Trial?
    var refusal: Trial?
    while let value = progress.next {
      let parameter = Parameter(search.parameter, value)
      var probe = planned
      probe.case.parameters.append(parameter)
      var trial = try runOnce(
        probe, try CaseContract(probe.case), located, program, startedAt,
        found: ["--\(parameter.name)", "\(value)"])
      trial.planned = planned
      let peak = trial.measurements.first { $0.metric == Metric.peakResident.name }?.value
      switch trial.outcome.kind {
      case .completed where peak != nil: break
      case .outOfMemory, .refused: refusal = trial
      default: return trial
      }
      progress.learn(value, peak: peak)
      if progress.fits == value { best = trial }
    }
    guard var best, let found = progress.fits else {
      if let refusal { return refusal }
      return Trial(
        planned: planned, startedAt: startedAt,
        outcome: Outcome(
          .outOfMemory, reached: 0,
          detail: "Not even \(search.parameter)=1 stays under \(search.limitBytes) bytes."))
    }
    best.measurements.append(Measurement(search.metric, iteration: 0, Double(found)))
    return best
  }

  /// Runs one process, with a fixture beside it where the contract has one.
  ///
  /// - Parameter found: The flags of what a search tries.
  private func runOnce(
    _ planned: PlannedTrial,
    _ contract: CaseContract,
    _ located: LocatedImplementation,
    _ program: String,
    _ startedAt: Date,
    found: [String] = []
  ) throws(RunnerError) -> Trial {
    let fixture = try contract.fixture.map { needed throws(RunnerError) in
      try FixtureProcess(
        needed, executable: fixtureExecutable, shownPath: locator.shownPath,
        interruption: interruption)
    }
    let command = TrialCommand(
      planned, program: program, style: located.style, flags: contract.flags + found,
      ports: fixture?.ports, shownPath: locator.shownPath)
    let iterations = planned.warmups + planned.iterations
    let child = ChildProcess(
      program: program, arguments: command.arguments,
      timeLimit: limits.time(floor: contract.floor, iterations: iterations),
      memoryCapBytes: limits.memoryBytes)
    let before = MachineCounters(fixture: fixture?.process)
    let result = try child.run(interruption: interruption)
    let after = MachineCounters(fixture: fixture?.process)
    let report = try fixture?.stop()
    let beside = fixture.map { " beside: \($0.commandText) (which prints the ports)" }
    let judge = OutcomeClassifier(
      planned: planned, contract: contract, child: child,
      repetition: command.text + (beside ?? ""), remedy: located.remedy)
    return judge.trial(
      startedAt: startedAt, result: result, beside: report,
      conditions: TrialConditions(from: before, to: after, usage: result.usage))
  }

  private static func absence(_ located: LocatedImplementation) -> Outcome {
    switch located.status {
    case .notInstalled:
      Outcome(
        .notInstalled,
        detail: "The program of \(located.implementation.id) is not built. "
          + "Build it with: \(located.remedy)"
      )
    case .ready, .notImplemented:
      Outcome(
        .notImplemented,
        detail: "There is no implementation \(located.implementation.id)."
      )
    }
  }
}
