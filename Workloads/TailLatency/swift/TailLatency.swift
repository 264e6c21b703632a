package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = TailLatency.self

enum TailLatency: Workload {
  struct Parameters: ParameterSet {
    var entries = 1
    var connections = 1
    var ratePerSecond = 1_000
    var durationMilliseconds = 1
    var port = 0

    static let fields: [ParameterField<Self>] = [
      ParameterField("entries", \.entries),
      ParameterField("connections", \.connections, maximum: 10_000),
      ParameterField(
        "rate-per-second", \.ratePerSecond, minimum: 1_000, maximum: 1_000_000, role: .outside),
      ParameterField(
        "duration-milliseconds", \.durationMilliseconds, maximum: 1_000_000, role: .outside),
      ParameterField("port", \.port, minimum: 0, role: .fromRunner),
    ]
  }

  // Their conformances to a style are in separate files.
  enum Actors: Sendable {}
  enum SerialQueues: Sendable {}

  static let name = "tail-latency"
  static let title = "Tail latency"
  static let operation = "request"
  static let packages = ["swift-nio"]

  static let latencies = [
    WorkloadLatency("latencyNanoseconds", label: "Latency of a request"),
    WorkloadLatency("latenessNanoseconds", label: "Lateness of the load"),
  ]

  static let headlines = [
    "latencyP99Nanoseconds", "latencyP999Nanoseconds", "latencyMaximumNanoseconds",
    "peakResidentBytes",
  ]

  static let variants = [
    Variant<Parameters>(
      "actor", .idiomatic, "The cache is an actor's state instead of behind a lock.", Actors.self),
    Variant<Parameters>(
      "serial-queue", .idiomatic, "A serial queue guards the cache instead of a lock.",
      SerialQueues.self),
    Variant<Parameters>(
      "forced-collection", .tuned,
      "Go collects each second. By itself it does so every two minutes or as memory grows.",
      where: { $0.durationMilliseconds >= 2_000 }),
    Variant<Parameters>(
      "gogc-50", .tuned, "Go collects when memory has grown by half, not when it has doubled.",
      setting: ["GOGC": "50"], in: ["go"]),
    Variant<Parameters>(
      "gogc-off", .tuned, "Go never collects.", setting: ["GOGC": "off"], in: ["go"]),
    Variant<Parameters>(
      "memory-limit", .tuned, "Go collects only as its memory approaches 512 MiB.",
      setting: ["GOGC": "off", "GOMEMLIMIT": "512MiB"], in: ["go"],
      // The entries themselves must fit well below the limit.
      where: { $0.entries <= 1_000_000 }),
  ]

  static func operations(_ parameters: Parameters) -> Int {
    parameters.ratePerSecond * parameters.durationMilliseconds / 1_000
  }

  /// Every request was served, and exactly the entries that a request names were replaced.
  static func answer(_ parameters: Parameters) -> Checksum {
    let requests = operations(parameters)
    let replaced = min(parameters.entries, requests * Cache.entriesOfRequest)
    let sum = (0..<parameters.entries).reduce(Checksum(0)) { sum, key in
      sum &+ Entry(Checksum(key), isReplaced: key < replaced).hash
    }
    return Checksum(requests) &* 31 &+ sum
  }

  /// When the last request is due.
  static func floor(_ parameters: Parameters) -> Duration {
    .seconds(operations(parameters) - 1) / parameters.ratePerSecond
  }

  static func fixture(_ parameters: Parameters) -> Fixture? {
    .requestLoad(
      RequestPlan(
        connections: parameters.connections, requests: operations(parameters),
        ratePerSecond: parameters.ratePerSecond))
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke:
      [
        Parameters(entries: 1_000, connections: 4, ratePerSecond: 2_000, durationMilliseconds: 100)
      ]
    case .quick: sizes([100_000], durationMilliseconds: 300)
    case .standard: sizes([100_000, 1_000_000], durationMilliseconds: 2_000)
    case .full: sizes([100_000, 1_000_000, 10_000_000], durationMilliseconds: 20_000)
    }
  }

  private static func sizes(_ entries: [Int], durationMilliseconds: Int) -> [Parameters] {
    entries.map {
      Parameters(
        entries: $0, connections: 100, ratePerSecond: 10_000,
        durationMilliseconds: durationMilliseconds)
    }
  }
}
