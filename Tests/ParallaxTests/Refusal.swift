import ArgumentParser

@testable import parallax

/// How a command line ends that is refused, carried out in this process: its exit code and its message.
///
/// The tool itself would write the message to standard error.
func refusal(of arguments: [String]) -> (exitCode: Int32?, errors: String) {
  guard let (error, message) = Parallax.carryOut(arguments) else { return (0, "") }
  return (Parallax.exitCode(for: error).rawValue, message)
}
