package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = MixedLoad.self

enum MixedLoad: Workload {
  struct Parameters: ParameterSet {
    var durationMilliseconds = 10
    var timers = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("duration-milliseconds", \.durationMilliseconds, minimum: 10),
      ParameterField("timers", \.timers),
    ]

    /// Each timer ticks every 10 ms.
    var ticksOfEach: Int { durationMilliseconds / 10 }
  }

  /// Each has a conformance to one style, in a separate file.
  enum Executor: Sendable {}
  enum Qos: Sendable {}
  enum Priority: Sendable {}

  static let name = "mixed-load"
  static let title = "Mixed load"
  static let operation = "tick"

  static let lateness = "latenessNanoseconds"
  static let chunksCount = "chunksCount"

  static let metrics = [
    WorkloadMetric(chunksCount, label: "Chunks crunched", unit: .count, better: .higher)
  ]
  static let latencies = [WorkloadLatency(lateness, label: "Lateness of a tick")]
  static let headlines = ["latenessP99Nanoseconds", chunksCount]
  static let placeCondition: (metric: String, share: Double)? = (chunksCount, 0.95)

  static let variants = [
    Variant<Parameters>(
      "executor", .idiomatic, "The crunchers run on a task executor that has its own threads.",
      Executor.self),
    Variant<Parameters>(
      "priority", .idiomatic, "The crunchers are detached tasks of low priority.", Priority.self),
    Variant<Parameters>(
      "qos", .idiomatic,
      "The timers run on the global queue of a higher quality of service than the crunchers.",
      Qos.self),
    Variant<Parameters>(
      "spawn-blocking", .idiomatic, "The crunchers run on Tokio's pool for blocking work."),
    Variant<Parameters>(
      "no-yield", .idiomatic,
      "The crunchers do not yield: Go takes the thread from a goroutine that has kept it for 10 ms."
    ),
  ]

  static func operations(_ parameters: Parameters) -> Int {
    parameters.timers * parameters.ticksOfEach
  }

  static func answer(_ parameters: Parameters) -> Checksum {
    checksum(ticks: operations(parameters), wrongChunks: 0)
  }

  static func checksum(ticks: Int, wrongChunks: Int) -> Checksum {
    Checksum(ticks) * 31 + Checksum(wrongChunks)
  }

  /// When the last tick is due.
  static func floor(_ parameters: Parameters) -> Duration {
    let last = Schedule.offsetNanoseconds(
      ofTick: parameters.ticksOfEach - 1, of: parameters.timers - 1)
    return .nanoseconds(Int64(last))
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(durationMilliseconds: 100, timers: 100)]
    case .quick: [Parameters(durationMilliseconds: 250, timers: 1_000)]
    case .standard: [Parameters(durationMilliseconds: 2_000, timers: 1_000)]
    case .full: [Parameters(durationMilliseconds: 10_000, timers: 1_000)]
    }
  }
}
