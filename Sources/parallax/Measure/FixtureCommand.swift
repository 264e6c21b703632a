import ArgumentParser
import Fixtures
import WorkloadKit

/// The hidden subcommand that the runner starts to keep a workload's server, or the load on one,
/// outside the measured process.
///
/// It prints its ports and serves until its standard input closes. Then it prints the number of
/// connections and its other observations. With a command after `--`, it serves that command and prints
/// its output.
struct FixtureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixture", abstract: "Serve one trial of a workload.", shouldDisplay: false,
    subcommands: [HTTP.self, EchoLoadCommand.self, RequestLoadCommand.self])

  struct HTTP: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "http", abstract: "Answer HTTP requests on loopback after a delay.")

    @Option(help: "Milliseconds between a request and its response.")
    var delayMilliseconds = 20

    @OptionGroup var trial: ServedTrial

    func run() throws {
      let server = try HTTPFixture(delayMilliseconds: delayMilliseconds)
      try writeLine("{\"port\":\(server.port),\"refusedPort\":\(server.refusedPort)}")
      try trial.wait(ports: ["--port", "\(server.port)", "--refused-port", "\(server.refusedPort)"])
      try writeLine("{\"connections\":\(server.connections)}")
      try server.stop()
    }
  }

  struct EchoLoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "echo-load",
      abstract: "Send each message after the previous echo to the server that connects.")

    @Option(help: "Connections open at the same time.")
    var connections = 10

    @Option(help: "Messages sent on each connection.")
    var messages = 30_000

    @Flag(help: "Print what the load reaches against the simplest possible server.")
    var calibrate = false

    @OptionGroup var trial: ServedTrial

    func validate() throws {
      guard connections >= 1, messages >= 1 else {
        throw ValidationError("--connections and --messages must be at least 1.")
      }
    }

    func run() throws {
      let plan = EchoLoad.Plan(connections: connections, messages: messages)
      let limit = raisedDescriptorLimit()
      if calibrate {
        let rate = try EchoLoad.calibrate(plan, descriptorLimit: limit)
        return try writeLine("{\"messagesPerSecond\":\(Int(rate))}")
      }
      let load = try EchoLoad(plan, descriptorLimit: limit)
      try writeLine("{\"port\":\(load.port)}")
      try trial.wait(ports: ["--port", "\(load.port)"])
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

    @Option(help: "Bytes of a request, a multiple of 8.")
    var bytes = 8

    @Flag(help: "Send requests to echo, to compute and to block instead of requests to echo.")
    var service = false

    @Flag(help: "Print what the load reaches against the simplest possible server.")
    var calibrate = false

    @OptionGroup var trial: ServedTrial

    func validate() throws {
      guard connections >= 1, idleConnections >= 0, requests >= 1, ratePerSecond >= 1 else {
        throw ValidationError(
          "--connections, --requests and --rate-per-second must be at least 1, --idle-connections at "
            + "least 0.")
      }
      guard (8...65_536).contains(bytes), bytes % 8 == 0, !service || bytes == 8 else {
        throw ValidationError(
          "--bytes must be a multiple of 8 from 8 to 65536, and 8 with --service.")
      }
    }

    func run() throws {
      let plan = RequestPlan(
        connections: connections, idleConnections: idleConnections, requests: requests,
        ratePerSecond: ratePerSecond, content: service ? .service : .echo(bytes: bytes))
      try calibrate ? plan.calibrate() : plan.serve(trial)
    }
  }
}

extension RequestPlan {
  /// Prints what the load reaches against the simplest server possible.
  fileprivate func calibrate() throws {
    let report = try RequestLoad.calibrate(self, descriptorLimit: raisedDescriptorLimit())
    let seconds = Double(report.elapsedNanoseconds ?? 0) / 1e9
    try writeLine(
      "{\"requestsPerSecond\":\(Int(Double(requests) / seconds)),"
        + "\"latenessP99Nanoseconds\":\(RequestReport.p99(report.latenesses)),"
        + "\"latencyP99Nanoseconds\":\(RequestReport.p99(report.latencies))}")
  }

  /// Runs the load on the server that connects, until the standard input closes or the trial has ended.
  fileprivate func serve(_ trial: ServedTrial) throws {
    let load = try RequestLoad(self, descriptorLimit: raisedDescriptorLimit())
    try writeLine("{\"port\":\(load.port)}")
    try trial.wait(ports: ["--port", "\(load.port)"])
    let report = try load.stop()
    var latencies = report.distributions
    if !latencies.isEmpty { latencies["latenessNanoseconds"] = report.latenesses }
    try writeLine(
      TrialLine.load(
        connections: report.connections, latencies: latencies.mapValues { latencyCounts($0) },
        objection: report.objection))
  }
}
