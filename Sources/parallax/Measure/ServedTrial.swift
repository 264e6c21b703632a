import ArgumentParser
import Runner

/// The command of a trial that a fixture starts itself, as proof pages and messages print it.
struct ServedTrial: ParsableArguments {
  @Argument(
    parsing: .postTerminator,
    help: "After --, the command of a trial to serve, which gets the ports as flags.")
  var command: [String] = []

  /// Waits until the trial has ended and prints its output; without a trial, until standard input ends.
  ///
  /// - Throws: `ExitCode` if the trial fails.
  func wait(ports: [String]) throws {
    guard let program = command.first else { return StandardStreams.waitForEndOfInput() }
    // Far longer than any trial takes; a user who waits for it can interrupt it.
    let result = try ChildProcess(
      program: program, arguments: command.dropFirst() + ports, timeLimit: .seconds(86_400)
    ).run()
    print(String(decoding: result.output, as: UTF8.self), terminator: "")
    writeError(result.standardError)
    guard result.ending == .exited(code: 0) else { throw ExitCode.failure }
  }
}
