package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = Service.self

enum Service: Workload {
  struct Parameters: ParameterSet {
    var connections = 1
    var idleConnections = 0
    var ratePerSecond = 1_000
    var durationMilliseconds = 1
    var port = 0

    static let fields: [ParameterField<Self>] = [
      ParameterField("connections", \.connections, maximum: 100_000),
      ParameterField("idle-connections", \.idleConnections, minimum: 0, maximum: 100_000),
      ParameterField(
        "rate-per-second", \.ratePerSecond, minimum: 1_000, maximum: 1_000_000, role: .outside),
      ParameterField(
        "duration-milliseconds", \.durationMilliseconds, maximum: 1_000_000, role: .outside),
      ParameterField("port", \.port, minimum: 0, role: .fromRunner),
    ]

    /// The number of connections that the server accepts.
    var openConnections: Int { connections + idleConnections }

    /// The size of a pool for blocking calls whose size the program chooses: a thread for each
    /// connection that can make one, up to the default size of Tokio's pool.
    var blockingThreads: Int { min(connections, 512) }
  }

  static let name = "service"
  static let title = "Service"
  static let operation = "request"

  static let packages = ["swift-nio"]

  static let latencies = [
    WorkloadLatency("echoLatencyNanoseconds", label: "Latency of an echo"),
    WorkloadLatency("computeLatencyNanoseconds", label: "Latency of a computation"),
    WorkloadLatency("blockingLatencyNanoseconds", label: "Latency of a blocking call"),
    WorkloadLatency("latenessNanoseconds", label: "Lateness of the load"),
  ]

  static let headlines = [
    "echoLatencyP99Nanoseconds", "computeLatencyP99Nanoseconds", "blockingLatencyP99Nanoseconds",
    "processorPerOperationNanoseconds", "peakResidentBytes",
  ]

  static func operations(_ parameters: Parameters) -> Int {
    parameters.ratePerSecond * parameters.durationMilliseconds / 1_000
  }

  /// Every request was answered, and every connection was accepted.
  ///
  /// The load compares each answer with the right one.
  static func answer(_ parameters: Parameters) -> Checksum {
    checksum(served: operations(parameters), connections: parameters.openConnections)
  }

  static func checksum(served: Int, connections: Int) -> Checksum {
    Checksum(served) &* 31 &+ Checksum(connections)
  }

  /// When the last request is due.
  static func floor(_ parameters: Parameters) -> Duration {
    .seconds(operations(parameters) - 1) / parameters.ratePerSecond
  }

  static func fixture(_ parameters: Parameters) -> Fixture? {
    .requestLoad(
      RequestPlan(
        connections: parameters.connections, idleConnections: parameters.idleConnections,
        requests: operations(parameters), ratePerSecond: parameters.ratePerSecond,
        content: .service))
  }

  /// Higher rates show where a server breaks, which on some machines all do.
  static func isHeadline(_ parameters: Parameters) -> Bool { parameters.ratePerSecond <= 2_000 }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [size(4, idle: 46, ratePerSecond: 1_000, durationMilliseconds: 100)]
    case .quick: [size(100, idle: 900, ratePerSecond: 2_000, durationMilliseconds: 750)]
    case .standard: [size(100, idle: 9_900, ratePerSecond: 2_000, durationMilliseconds: 7_000)]
    case .full:
      [2_000, 4_000, 8_000, 16_000].map {
        size(100, idle: 9_900, ratePerSecond: $0, durationMilliseconds: 20_000)
      }
    }
  }

  private static func size(
    _ connections: Int, idle: Int, ratePerSecond: Int, durationMilliseconds: Int
  ) -> Parameters {
    Parameters(
      connections: connections, idleConnections: idle, ratePerSecond: ratePerSecond,
      durationMilliseconds: durationMilliseconds)
  }
}
