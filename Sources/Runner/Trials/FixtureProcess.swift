import FoundationEssentials
import Platform
import WorkloadKit

/// The loopback ports of a fixture.
struct FixturePorts: Decodable, Equatable {
  /// The one that answers.
  let port: Int
  /// The one on which nobody listens; nil when the fixture has none.
  let refusedPort: Int?
}

/// The server beside one trial, or the load on it: our own executable's hidden subcommand
/// `fixture`.
///
/// It prints `{"port":N}` when it listens, with `"refusedPort":M` where it has one, serves until its
/// standard input closes, prints what `FixtureReport` reads and ends with code 0. Nobody reads its
/// output while the trial runs, so it must not fill a pipe (64 KiB on Linux).
struct FixtureProcess {
  /// The time for printing the ports, and again for ending.
  static let patience = Duration.seconds(10)

  let ports: FixturePorts
  /// The command as a person would type it.
  let commandText: String
  /// Its number.
  var process: pid_t { child.process }

  private let child: RunningChild

  /// Starts the fixture and waits until it listens.
  ///
  /// - Throws: `RunnerError.cannotStart`, or `RunnerError.badFixture` when it does not.
  init(
    _ fixture: Fixture,
    executable: String,
    shownPath: (String) -> String,
    interruption: Interruption?
  ) throws(RunnerError) {
    let arguments: [String]
    switch fixture {
    case .http(let delayMilliseconds):
      arguments = ["fixture", "http", "--delay-milliseconds", "\(delayMilliseconds)"]
    case .echoLoad(let connections, let messages, let ratePerSecond):
      arguments = [
        "fixture", "echo-load", "--connections", "\(connections)", "--messages", "\(messages)",
        "--rate-per-second", "\(ratePerSecond)",
      ]
    }
    let text = Runner.commandText(shownPath(executable), arguments)
    // It has no time limit of its own: it lives as long as the trial beside it.
    let command = ChildProcess(program: executable, arguments: arguments, timeLimit: .zero)
    let child = try RunningChild(command, pipesInput: true, interruption: interruption)
    child.waitForLine(atMost: Self.patience)
    guard let line = Self.lines(child.printed).first else {
      let wasSilent = child.isRunning()
      throw .badFixture(
        command: text,
        wasSilent ? .silent(secondsText: Self.patience.secondsText) : .endedEarly,
        standardError: child.finish(atMost: .zero).standardError
      )
    }
    do {
      ports = try JSONDecoder().decode(FixturePorts.self, from: Data(line))
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
  /// - Throws: `RunnerError.badFixture` when it ended before, or does not end in order.
  func stop() throws(RunnerError) -> FixtureReport {
    let endedEarly = !child.isRunning()
    child.closeInput()
    let result = child.finish(atMost: Self.patience)
    func failure(_ problem: FixtureProblem) -> RunnerError {
      .badFixture(command: commandText, problem, standardError: result.standardError)
    }
    guard !endedEarly else { throw failure(.endedEarly) }
    guard result.ending == .exited(code: 0) else { throw failure(.endedBadly) }
    let last = Self.lines(result.output).dropFirst().last ?? []
    do {
      return try JSONDecoder().decode(FixtureReport.self, from: Data(last))
    } catch {
      throw failure(.badLine(String(decoding: last, as: UTF8.self)))
    }
  }

  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"))
  }
}
