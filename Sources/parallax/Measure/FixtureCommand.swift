import ArgumentParser
import Fixtures
import WorkloadKit

/// The hidden subcommand that the runner starts to keep a workload's server, or the load on one,
/// outside the measured process.
///
/// It prints its ports and serves until its standard input closes. Then it prints the number of
/// connections and its other observations.
struct FixtureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixture", abstract: "Serve one trial of a workload.", shouldDisplay: false,
    subcommands: [HTTP.self, EchoLoadCommand.self, RequestLoadCommand.self])

  struct HTTP: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "http", abstract: "Answer HTTP requests on loopback after a delay.")

    @Option(help: "Milliseconds between a request and its response.")
    var delayMilliseconds = 20

    func run() throws {
      let server = try HTTPFixture(delayMilliseconds: delayMilliseconds)
      try writeLine("{\"port\":\(server.port),\"refusedPort\":\(server.refusedPort)}")
      StandardStreams.waitForEndOfInput()
      try writeLine("{\"connections\":\(server.connections)}")
      try server.stop()
    }
  }

  struct EchoLoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "echo-load", abstract: "Send messages to the echo server that connects.")

    @Option(help: "Connections open at the same time.")
    var connections = 10

    @Option(help: "Messages sent on each connection.")
    var messages = 30_000

    @Option(help: "Messages per second in total; 0 sends each after the previous echo.")
    var ratePerSecond = 0

    @Flag(help: "Print what the load reaches against the simplest possible server.")
    var calibrate = false

    func validate() throws {
      guard connections >= 1, messages >= 1, ratePerSecond >= 0 else {
        throw ValidationError("--connections and --messages must be at least 1, --rate at least 0.")
      }
    }

    func run() throws {
      guard ratePerSecond == 0 else {
        let plan = RequestLoad.Plan(
          connections: connections, requests: connections * messages,
          ratePerSecond: ratePerSecond, content: .echo(bytes: EchoLoad.messageBytes))
        return try calibrate ? plan.calibrate() : plan.serve()
      }
      let plan = EchoLoad.Plan(connections: connections, messages: messages)
      let limit = raisedDescriptorLimit()
      if calibrate {
        let rate = try EchoLoad.calibrate(plan, descriptorLimit: limit)
        return try writeLine("{\"messagesPerSecond\":\(Int(rate))}")
      }
      let load = try EchoLoad(plan, descriptorLimit: limit)
      try writeLine("{\"port\":\(load.port)}")
      StandardStreams.waitForEndOfInput()
      let report = try load.stop()
      let latencies = ["latencyNanoseconds": latencyCounts(report.latencies)]
      try writeLine(
        TrialLine.load(
          connections: report.connections, latencies: latencies.filter { !$0.value.isEmpty }))
    }
  }

  struct RequestLoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "request-load",
      abstract: "Send requests on a schedule to the server that connects.")

    @Option(help: "Connections that send requests.")
    var connections = 100

    @Option(help: "Connections that are only kept open.")
    var idleConnections = 0

    @Option(help: "Requests on all connections together.")
    var requests = 20_000

    @Option(help: "Requests per second in total.")
    var ratePerSecond = 10_000

    @Flag(help: "Send requests to echo, to compute and to block instead of numbers to echo.")
    var service = false

    @Flag(help: "Print what the load reaches against the simplest possible server.")
    var calibrate = false

    func validate() throws {
      guard connections >= 1, idleConnections >= 0, requests >= 1, ratePerSecond >= 1 else {
        throw ValidationError(
          "--connections, --requests and --rate-per-second must be at least 1, --idle-connections at "
            + "least 0.")
      }
    }

    func run() throws {
      let plan = RequestLoad.Plan(
        connections: connections, idleConnections: idleConnections, requests: requests,
        ratePerSecond: ratePerSecond, content: service ? .service : .echo(bytes: 8))
      try calibrate ? plan.calibrate() : plan.serve()
    }
  }
}

extension RequestLoad.Plan {
  /// Prints what the load reaches against the simplest server possible.
  fileprivate func calibrate() throws {
    let report = try RequestLoad.calibrate(self, descriptorLimit: raisedDescriptorLimit())
    let seconds = Double(report.elapsedNanoseconds ?? 0) / 1e9
    try writeLine(
      "{\"requestsPerSecond\":\(Int(Double(requests) / seconds)),"
        + "\"latenessP99Nanoseconds\":\(RequestReport.p99(report.latenesses)),"
        + "\"latencyP99Nanoseconds\":\(RequestReport.p99(report.latencies))}")
  }

  /// Runs the load on the server that connects, until the standard input closes.
  fileprivate func serve() throws {
    let load = try RequestLoad(self, descriptorLimit: raisedDescriptorLimit())
    try writeLine("{\"port\":\(load.port)}")
    StandardStreams.waitForEndOfInput()
    let report = try load.stop()
    var latencies = report.distributions
    if !latencies.isEmpty { latencies["latenessNanoseconds"] = report.latenesses }
    try writeLine(
      TrialLine.load(
        connections: report.connections, latencies: latencies.mapValues { latencyCounts($0) },
        objection: report.objection))
  }
}
