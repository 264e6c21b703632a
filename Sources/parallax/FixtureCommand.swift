import ArgumentParser
import Fixtures

/// The hidden subcommand in which the runner keeps a workload's server outside the measured process.
///
/// It prints its ports, serves until its standard input closes, and then prints how many
/// connections it took.
struct FixtureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixture", abstract: "Serves one trial of a workload.", shouldDisplay: false,
    subcommands: [HTTP.self])

  struct HTTP: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "http", abstract: "Answers HTTP requests on loopback after a delay.")

    @Option(help: "Milliseconds between a request and its answer.")
    var delayMilliseconds = 20

    func run() throws {
      let server = try HTTPFixture(delayMilliseconds: delayMilliseconds)
      writeLine("{\"port\":\(server.port),\"refusedPort\":\(server.refusedPort)}")
      while readLine() != nil {}
      writeLine("{\"connections\":\(server.connections)}")
      try server.stop()
    }
  }
}
