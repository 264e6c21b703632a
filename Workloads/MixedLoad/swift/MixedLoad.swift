import Synchronization
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

  /// The work done by one cruncher or by several together.
  struct Work: Sendable {
    private(set) var chunks = 0
    private(set) var wrongChunks = 0

    /// Crunches a chunk of about a millisecond.
    mutating func crunch() { note(MixedLoad.crunch()) }

    /// Counts a chunk and checks its result.
    mutating func note(_ result: UInt64) {
      chunks += 1
      if result != MixedLoad.chunkResult { wrongChunks += 1 }
    }

    mutating func merge(_ other: Work) {
      chunks += other.chunks
      wrongChunks += other.wrongChunks
    }
  }

  /// Its conformance to the async style is in a separate file.
  enum Executor: Sendable {}

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

  static let variants = [
    Variant<Parameters>(
      "executor", .idiomatic, "The crunchers run on a task executor that has its own threads.",
      Executor.self),
    Variant<Parameters>(
      "spawn-blocking", .idiomatic, "The crunchers run on Tokio's pool for blocking work."),
  ]

  /// The number of steps in a chunk.
  ///
  /// A step is Marsaglia's xorshift (Xorshift RNGs, Journal of Statistical Software 8(14), 2003).
  static let stepsOfChunk = 600_000
  /// The result of the steps for the seed 1.
  static let chunkResult: UInt64 = 7_077_631_804_437_721_579
  private static let seed = Atomic<UInt64>(1)

  // Loads the seed from an atomic, so that the optimizer cannot see that all chunks are the same.
  static func crunch() -> UInt64 {
    var number = seed.load(ordering: .relaxed)
    for _ in 0..<stepsOfChunk {
      number ^= number << 13
      number ^= number >> 7
      number ^= number << 17
    }
    return number
  }

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

  static func effort(for preset: Preset) -> Effort {
    switch preset {
    case .smoke: Effort(trials: 1, warmups: 0, iterations: 1)
    case .quick, .standard: Effort(trials: 6, warmups: 0, iterations: 1)
    case .full: Effort(trials: 10, warmups: 0, iterations: 1)
    }
  }
}
