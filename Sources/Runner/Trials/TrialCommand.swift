import BenchmarkModel

/// The command line of a trial's program.
struct TrialCommand: Equatable {
  let program: String
  let arguments: [String]
  /// The command with its environment, as typed in a shell at the root of the source tree.
  let text: String

  /// Assembles the flags of the protocol: style and variant, parameters, the fixture's ports, and the
  /// number of iterations.
  init(
    _ planned: PlannedTrial,
    program: String,
    style: String?,
    variant: String?,
    flags: [String],
    ports: FixturePorts?,
    environment: TrialEnvironment,
    shownPath: (String) -> String
  ) {
    var arguments: [String] = []
    if let style { arguments += ["--style", style] }
    if let variant { arguments += ["--variant", variant] }
    arguments += flags
    if let ports {
      arguments += ["--port", "\(ports.port)"]
      if let refused = ports.refusedPort { arguments += ["--refused-port", "\(refused)"] }
    }
    arguments += ["--warmup", "\(planned.warmups)", "--iterations", "\(planned.iterations)"]
    self.program = program
    self.arguments = arguments
    text = environment.commandText(around: commandText(shownPath(program), arguments))
  }

  /// Takes a whole program with the arguments that the user gave it.
  init(_ command: ProgramCommand, environment: TrialEnvironment) {
    program = command.program
    arguments = command.arguments
    text = environment.commandText(around: commandText(program, arguments))
  }
}

/// A command line as typed in a POSIX shell.
func commandText(_ program: String, _ arguments: [String]) -> String {
  ([program] + arguments).map(shellWord).joined(separator: " ")
}

/// The text as one word for a POSIX shell, quoted if necessary.
package func shellWord(_ text: String) -> String {
  let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@%+,"
  if !text.isEmpty, text.utf8.allSatisfy(plain.utf8.contains) { return text }
  let parts = text.split(separator: "'", omittingEmptySubsequences: false)
  return "'" + parts.joined(separator: "'\\''") + "'"
}
