package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = EchoServer.self

enum EchoServer: Workload {
  struct Parameters: ParameterSet {
    var connections = 1
    var messages = 1
    var ratePerSecond = 0
    var port = 0

    static let fields: [ParameterField<Self>] = [
      ParameterField("connections", \.connections, maximum: 100_000),
      ParameterField("messages", \.messages, maximum: 1_000_000, role: .outside),
      ParameterField("rate-per-second", \.ratePerSecond, minimum: 0, role: .outside),
      ParameterField("port", \.port, minimum: 0, role: .fromRunner),
    ]
  }

  /// Its conformance to the async style is in a separate file.
  enum Handlers: Sendable {}

  static let name = "echo-server"
  static let title = "Echo server"
  static let operation = "message"
  static let packages = ["swift-nio"]

  static let latencies = [
    WorkloadLatency("latencyNanoseconds", label: "Time of an echo"),
    WorkloadLatency("latenessNanoseconds", label: "Lateness of the load"),
  ]

  static let headlines = [
    "processorPerOperationNanoseconds", "latencyP99Nanoseconds", "latencyP50Nanoseconds",
    "latencyP999Nanoseconds", "operationsPerSecond", "peakResidentBytes",
  ]

  /// In a closed loop, the load shares the cores with the server and limits it.
  static func isHeadline(_ parameters: Parameters) -> Bool { parameters.ratePerSecond > 0 }

  static let variants = [
    Variant<Parameters>(
      "handler", .idiomatic,
      "A connection is a handler on SwiftNIO's event loop, without a task.",
      Handlers.self)
  ]

  static func operations(_ parameters: Parameters) -> Int {
    parameters.connections * parameters.messages
  }

  /// Every message of every connection was echoed.
  static func answer(_ parameters: Parameters) -> Checksum {
    checksum(
      bytesEchoed: operations(parameters) * messageBytes, connections: parameters.connections)
  }

  static func checksum(bytesEchoed: Int, connections: Int) -> Checksum {
    Checksum(bytesEchoed / messageBytes) &* 31 &+ Checksum(connections)
  }

  /// When the last message of an open loop is due.
  static func floor(_ parameters: Parameters) -> Duration {
    guard parameters.ratePerSecond > 0 else { return .zero }
    return .seconds(operations(parameters) - 1) / parameters.ratePerSecond
  }

  static func fixture(_ parameters: Parameters) -> Fixture? {
    guard parameters.ratePerSecond > 0 else {
      return .echoLoad(connections: parameters.connections, messages: parameters.messages)
    }
    return .requestLoad(
      RequestPlan(
        connections: parameters.connections, requests: operations(parameters),
        ratePerSecond: parameters.ratePerSecond, content: .echo(bytes: messageBytes)))
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [closed(4, messages: 10), open(4, messages: 50, ratePerSecond: 1_000)]
    case .quick:
      [closed(1_000, messages: 100), open(100, messages: 100, ratePerSecond: 10_000)]
    case .standard:
      [
        closed(10, messages: 30_000), closed(1_000, messages: 300), closed(10_000, messages: 30),
        open(100, messages: 200, ratePerSecond: 10_000),
        open(1_000, messages: 20, ratePerSecond: 10_000),
      ]
    case .full:
      [
        closed(10, messages: 100_000), closed(1_000, messages: 1_000),
        closed(10_000, messages: 100),
        open(100, messages: 1_000, ratePerSecond: 10_000),
        open(1_000, messages: 100, ratePerSecond: 10_000),
      ]
    }
  }

  private static func closed(_ connections: Int, messages: Int) -> Parameters {
    Parameters(connections: connections, messages: messages)
  }

  private static func open(
    _ connections: Int, messages: Int, ratePerSecond: Int
  ) -> Parameters {
    Parameters(connections: connections, messages: messages, ratePerSecond: ratePerSecond)
  }

  static let messageBytes = 64
  /// The largest number of bytes that a server reads at once.
  static let bufferBytes = 1_024
}
