import BenchmarkModel

/// The command line of a trial's program.
struct TrialCommand: Equatable {
  let arguments: [String]
  /// The command with its environment, as typed in a shell at the root of the source tree; with a
  /// fixture, the command of the fixture, which starts the trial beside it.
  let text: String

  /// Assembles the flags of the protocol: style and variant, parameters, and the number of iterations.
  ///
  /// - Parameters:
  ///   - shownProgram: The program as typed in the shell.
  ///   - fixture: The command of the fixture; nil if there is none.
  ///   - ports: The fixture's ports, which the arguments get and the text does not.
  init(
    _ planned: PlannedTrial,
    shownProgram: String,
    style: String?,
    variant: String?,
    flags: [String],
    fixture: String?,
    ports: FixturePorts?,
    environment: TrialEnvironment
  ) {
    var arguments: [String] = []
    if let style { arguments += ["--style", style] }
    if let variant { arguments += ["--variant", variant] }
    arguments += flags
    arguments += ["--warmup", "\(planned.warmups)", "--iterations", "\(planned.iterations)"]
    let trial = environment.commandText(around: commandText(shownProgram, arguments))
    text = fixture.map { "\($0) -- \(trial)" } ?? trial
    self.arguments = arguments + (ports?.flags ?? [])
  }

  /// Takes a whole program with the arguments that the user gave it.
  init(_ command: ProgramCommand, environment: TrialEnvironment) {
    arguments = command.arguments
    text = environment.commandText(around: commandText(command.program, arguments))
  }
}

/// A command line as typed in a POSIX shell.
func commandText(_ program: String, _ arguments: [String]) -> String {
  ([program] + arguments).map(shellWord).joined(separator: " ")
}
