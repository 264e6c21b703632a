package import BenchmarkModel
import FoundationEssentials
import WorkloadKit

/// Runs one planned trial to its end.
///
/// It does not throw: any failure becomes the trial's outcome.
package protocol TrialExecutor {
  /// Runs the trial and returns all that was observed.
  func execute(_ planned: PlannedTrial) -> Trial
}

/// The limits at which a trial is killed.
package struct TrialLimits: Sendable, Equatable {
  /// The time from its start; nil for 60 seconds plus ten times the contract's minimum time per
  /// iteration.
  package var time: Duration?
  /// The resident size in bytes; nil for no cap.
  package var memoryBytes: Int?

  package init(time: Duration? = nil, memoryBytes: Int? = nil) {
    self.time = time
    self.memoryBytes = memoryBytes
  }

  /// The default limits on a machine: four fifths of the memory that a process may use.
  package static func usual(on machine: Machine) -> TrialLimits {
    TrialLimits(memoryBytes: machine.usableMemoryBytes.map { $0 / 5 * 4 })
  }

  /// The time limit of a trial with this many iterations, warm-ups included.
  func time(floor: Duration, iterations: Int) -> Duration {
    time ?? floor * 10 * iterations + .seconds(60)
  }
}

/// Runs each trial in a fresh process, with a fresh fixture if the contract requires one.
package struct ProcessExecutor: TrialExecutor, Sendable {
  private let locator: ProgramLocator
  private let fixtureExecutable: String
  private let limits: TrialLimits
  private let environment: TrialEnvironment
  private let cores: Int?
  private let countsEvents: Bool
  private let interruption: Interruption?

  private static let machineBytes = MachineProbe().memoryAndSwapBytes

  /// Creates an executor.
  ///
  /// - Parameters:
  ///   - locator: Finds the trial programs.
  ///   - fixtureExecutable: The path of the executable with the subcommand `fixture`: our own.
  ///   - limits: The limits of each trial.
  ///   - environment: The environment of each trial.
  ///   - cores: The number of cores that a trial and its fixture may use; nil for all that this process
  ///     may use. Every runtime takes it from the affinity, but not every one knows about quotas.
  ///   - countsEvents: Whether each trial has a second process, in which the kernel counts events.
  ///   - interruption: Can end the running trial; nil if nothing should.
  package init(
    locator: ProgramLocator,
    fixtureExecutable: String,
    limits: TrialLimits,
    environment: TrialEnvironment = TrialEnvironment(),
    cores: Int? = nil,
    countsEvents: Bool = false,
    interruption: Interruption? = nil
  ) {
    self.locator = locator
    self.fixtureExecutable = fixtureExecutable
    self.limits = limits
    self.environment = environment
    self.cores = cores
    self.countsEvents = countsEvents
    self.interruption = interruption
  }

  /// Runs the trial; starts nothing if its program is missing.
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
          detail: "Even \(search.parameter)=1 exceeds \(search.limitBytes) bytes."))
    }
    best.measurements.append(Measurement(search.metric, iteration: 0, Double(found)))
    return best
  }

  /// Runs one process and, if events are counted, another for these: counting slows what starts threads or
  /// switches between them, so nothing is timed beside it.
  ///
  /// - Parameter found: The flags for the value that a search tries.
  private func runOnce(
    _ planned: PlannedTrial,
    _ contract: CaseContract,
    _ located: LocatedImplementation,
    _ program: String,
    _ startedAt: Date,
    found: [String] = []
  ) throws(RunnerError) -> Trial {
    func trial(countsEvents: Bool) throws(RunnerError) -> Trial {
      try runProcess(
        planned, contract, located, program, startedAt, found: found, countsEvents: countsEvents)
    }
    var timed = try trial(countsEvents: false)
    guard countsEvents, timed.outcome.kind == .completed else { return timed }
    let counted = try trial(countsEvents: true)
    if counted.outcome.kind.isFault { return counted }
    let events = CountedEvent.allCases.map(\.metric.name)
    timed.measurements += counted.measurements.filter { events.contains($0.metric) }
    return timed
  }

  /// Runs one process, with a fixture if the contract requires one.
  private func runProcess(
    _ planned: PlannedTrial,
    _ contract: CaseContract,
    _ located: LocatedImplementation,
    _ program: String,
    _ startedAt: Date,
    found: [String],
    countsEvents: Bool
  ) throws(RunnerError) -> Trial {
    let fixture = try contract.fixture.map { needed throws(RunnerError) in
      try FixtureProcess(
        needed, executable: fixtureExecutable, shownPath: locator.shownPath, cores: cores,
        interruption: interruption)
    }
    let environment = environment.adding(located.environment)
    let command =
      located.command.map { TrialCommand($0, environment: environment) }
      ?? TrialCommand(
        planned, shownProgram: locator.shownPath(program), style: located.style,
        variant: located.calledVariant, flags: contract.flags + found,
        fixture: fixture?.commandText, ports: fixture?.ports, environment: environment)
    let iterations = planned.warmups + planned.iterations
    let child = ChildProcess(
      program: program, arguments: command.arguments,
      timeLimit: located.command == nil
        ? limits.time(floor: contract.floor, iterations: iterations) : ProgramCommand.timeLimit,
      memoryCapBytes: limits.memoryBytes, discardsOutput: located.command != nil,
      environment: environment.variables, cores: cores, ownsDescendants: true,
      countsEvents: countsEvents)
    let before = MachineCounters(fixture: fixture?.process)
    let result = try child.run(interruption: interruption)
    let after = MachineCounters(fixture: fixture?.process)
    let report = try fixture?.stop()
    let classifier = OutcomeClassifier(
      planned: planned, contract: contract, child: child,
      repetition: command.text, remedy: located.remedy,
      machineBytes: Self.machineBytes)
    return classifier.trial(
      startedAt: startedAt, result: result, beside: report,
      conditions: TrialConditions(from: before, to: after, usage: result.usage))
  }

  private static func absence(_ located: LocatedImplementation) -> Outcome {
    switch located.status {
    case .notInstalled:
      Outcome(
        .notInstalled,
        detail: located.missingLibrary.map {
          "\(located.implementation.id) needs \($0), which is not installed. "
            + "Install it with: \(located.remedy)"
        } ?? "The program of \(located.implementation.id) is not built. "
          + "Build it with: \(located.remedy)"
      )
    case .ready, .notImplemented:
      Outcome(
        .notImplemented,
        detail: "\(located.implementation.id) is not implemented."
      )
    }
  }
}
