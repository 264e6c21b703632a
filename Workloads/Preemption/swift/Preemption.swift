package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = Preemption.self

enum Preemption: Workload {
  struct Parameters: ParameterSet {
    var hogMilliseconds = 50

    static let fields: [ParameterField<Self>] = [
      ParameterField("hog-milliseconds", \.hogMilliseconds, minimum: 50)
    ]

    /// One is due each millisecond, so the beats take as long as a hog.
    var beats: Int { hogMilliseconds }
  }

  /// Each has a conformance to one style, in a separate file.
  enum OwnQueue: Sendable {}
  enum Qos: Sendable {}
  enum Yield: Sendable {}
  enum Executor: Sendable {}
  enum Queue: Sendable {}
  enum Priority: Sendable {}

  static let name = "preemption"
  static let title = "Preemption"
  static let operation = "beat"

  /// The longest time from one beat to the next, where the start counts as a beat.
  static let longestGap = "longestGapNanoseconds"
  static let beatLateness = "beatLatenessNanoseconds"

  static let metrics = [
    WorkloadMetric(longestGap, label: "Longest gap between beats", unit: .nanoseconds)
  ]
  static let latencies = [WorkloadLatency(beatLateness, label: "Lateness of a beat")]
  static let headlines = [longestGap]

  static let variants = [
    Variant<Parameters>(
      "own-queue", .idiomatic, "The heartbeat's timer has its own serial queue.",
      OwnQueue.self),
    Variant<Parameters>(
      "qos", .idiomatic,
      "The heartbeat runs on the global queue of a higher quality of service than the hogs.",
      Qos.self),
    Variant<Parameters>(
      "yield", .idiomatic, "The hogs call Task.yield() each millisecond.", Yield.self),
    Variant<Parameters>(
      "priority", .idiomatic, "The hogs are detached tasks of low priority.", Priority.self),
    Variant<Parameters>(
      "executor", .idiomatic, "The hogs run on a task executor that has its own threads.",
      Executor.self),
    Variant<Parameters>(
      "queue", .idiomatic, "The hogs run on a Dispatch queue and resume their tasks when they end.",
      Queue.self),
    Variant<Parameters>(
      "spawn-blocking", .idiomatic, "The hogs run on Tokio's pool for blocking work."),
  ]

  /// The number of beats before the hogs start.
  static let beatsBeforeHogs = 5

  static func operations(_ parameters: Parameters) -> Int { parameters.beats }

  static func answer(_ parameters: Parameters) -> Checksum {
    checksum(beats: parameters.beats, allHogsEnded: true)
  }

  static func checksum(beats: Int, allHogsEnded: Bool) -> Checksum {
    Checksum(beats) * 31 + (allHogsEnded ? 1 : 0)
  }

  /// The hogs begin at the fifth beat.
  static func floor(_ parameters: Parameters) -> Duration {
    .milliseconds(beatsBeforeHogs + parameters.hogMilliseconds)
  }

  /// What a hog does: it reads the clock until the time has passed.
  static func spin(milliseconds: Int) {
    let end = monotonicNanoseconds() + UInt64(milliseconds) * 1_000_000
    while monotonicNanoseconds() < end {}
  }

  static func cases(for preset: Preset) -> [Parameters] {
    let sizes =
      switch preset {
      case .smoke: [50]
      case .quick: [200]
      case .standard, .full: [200, 1_000]
      }
    return sizes.map { Parameters(hogMilliseconds: $0) }
  }
}
