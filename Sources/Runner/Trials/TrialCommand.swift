import BenchmarkModel

/// The command line of a trial's program.
struct TrialCommand: Equatable {
  let program: String
  let arguments: [String]
  /// The command as typed in a shell at the root of the source tree.
  let text: String

  /// Assembles the flags of the protocol: style and variant, parameters, the fixture's ports, and the
  /// number of iterations.
  init(
    _ planned: PlannedTrial,
    program: String,
    style: String?,
    flags: [String],
    ports: FixturePorts?,
    shownPath: (String) -> String
  ) {
    let implementation = planned.case.implementation
    var arguments: [String] = []
    if let style { arguments += ["--style", style] }
    if let variant = implementation.variant { arguments += ["--variant", variant] }
    arguments += flags
    if let ports {
      arguments += ["--port", "\(ports.port)"]
      if let refused = ports.refusedPort { arguments += ["--refused-port", "\(refused)"] }
    }
    arguments += ["--warmup", "\(planned.warmups)", "--iterations", "\(planned.iterations)"]
    self.program = program
    self.arguments = arguments
    text = commandText(shownPath(program), arguments)
  }
}
