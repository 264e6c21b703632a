import BenchmarkModel

/// The command line of a trial's program.
struct TrialCommand: Equatable {
  let program: String
  let arguments: [String]
  /// The command as a person would type it, from the root of the source tree.
  let text: String

  /// Puts together what the protocol asks for: style and variant, parameters, the fixture's
  /// addresses, and how many iterations.
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

/// A command line for a shell, with quotes where the shell needs them.
func commandText(_ program: String, _ arguments: [String]) -> String {
  ([program] + arguments).map { word in
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./:=+,@%".utf8.contains(byte)
      }
    }
    guard !isPlain || word.isEmpty else { return word }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }.joined(separator: " ")
}
