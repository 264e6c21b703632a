import Platform
import WorkloadKit

/// The fixture of one trial: a server, or the load on a server.
///
/// It runs our own executable's hidden subcommand `fixture`.
///
/// It prints `{"port":N}` when it listens, with `"refusedPort":M` if it has one. It serves until its
/// standard input closes, prints what `FixtureReport` reads and exits with code 0. Its output is not
/// read while the trial runs, so it must not fill a pipe (64 KiB on Linux).
struct FixtureProcess {
  /// The time allowed for printing the ports, and again for exiting.
  static let timeout = Duration.seconds(10)

  let ports: FixturePorts
  /// The command as typed in a shell.
  let commandText: String
  /// Its process ID.
  var process: pid_t { child.process }

  private let child: RunningChild

  /// Starts the fixture and waits until it listens.
  ///
  /// - Throws: `RunnerError.cannotStart`, or `RunnerError.badFixture` if it does not listen in time.
  init(
    _ fixture: Fixture,
    executable: String,
    shownPath: (String) -> String,
    cores: Int?,
    interruption: Interruption?
  ) throws(RunnerError) {
    let arguments = fixture.commandArguments
    let text = Runner.commandText(shownPath(executable), arguments)
    // It has no time limit: it runs as long as the trial beside it.
    let command = ChildProcess(
      program: executable, arguments: arguments, timeLimit: .zero,
      environment: TrialEnvironment().variables, cores: cores)
    let child = try RunningChild(command, pipesInput: true, interruption: interruption)
    child.waitForLine(atMost: Self.timeout)
    guard let line = Self.lines(child.printed).first else {
      let wasSilent = child.isRunning()
      throw .badFixture(
        command: text,
        wasSilent ? .silent(secondsText: Self.timeout.secondsText) : .endedEarly,
        standardError: child.finish(atMost: .zero).standardError
      )
    }
    do {
      ports = try FixturePorts(line)
    } catch {
      throw .badFixture(
        command: text,
        .badLine(String(decoding: line, as: UTF8.self)),
        standardError: child.finish(atMost: .zero).standardError
      )
    }
    self.child = child
    commandText = text
  }

  /// Ends the fixture and returns what it reports.
  ///
  /// - Throws: `RunnerError.badFixture` if it ended before, or does not exit cleanly.
  func stop() throws(RunnerError) -> FixtureReport {
    let endedEarly = !child.isRunning()
    child.closeInput()
    let result = child.finish(atMost: Self.timeout)
    func failure(_ problem: FixtureProblem) -> RunnerError {
      .badFixture(command: commandText, problem, standardError: result.standardError)
    }
    guard !endedEarly else { throw failure(.endedEarly) }
    guard result.ending == .exited(code: 0) else { throw failure(.endedBadly) }
    let last = Self.lines(result.output).dropFirst().last ?? []
    do {
      return try FixtureReport(last)
    } catch {
      throw failure(.badLine(String(decoding: last, as: UTF8.self)))
    }
  }

  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"))
  }
}

extension Fixture {
  /// The arguments of our own executable that start it.
  var commandArguments: [String] {
    switch self {
    case .http(let delayMilliseconds):
      ["fixture", "http", "--delay-milliseconds", "\(delayMilliseconds)"]
    case .echoLoad(let connections, let messages):
      ["fixture", "echo-load", "--connections", "\(connections)", "--messages", "\(messages)"]
    case .requestLoad(let plan):
      [
        "fixture", "request-load", "--connections", "\(plan.connections)",
        "--idle-connections", "\(plan.idleConnections)", "--requests", "\(plan.requests)",
        "--rate-per-second", "\(plan.ratePerSecond)",
      ] + plan.content.arguments
    }
  }
}

extension RequestPlan.Content {
  fileprivate var arguments: [String] {
    switch self {
    case .echo(let bytes): ["--bytes", "\(bytes)"]
    case .service: ["--service"]
    }
  }
}
