package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = TailLatency.self

enum TailLatency: Workload {
  struct Parameters: ParameterSet {
    var entries = 1
    var ratePerSecond = 1_000
    var durationMilliseconds = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("entries", \.entries),
      ParameterField("rate-per-second", \.ratePerSecond, minimum: 1_000),
      ParameterField("duration-milliseconds", \.durationMilliseconds),
    ]

    /// A batch is due each millisecond.
    var batches: Range<Int> { 0..<durationMilliseconds }

    /// A remainder of less than one request per batch is dropped.
    var requestsOfEach: Int { ratePerSecond / 1_000 }

    /// The numbers of a batch's requests, counted from 0 over all batches.
    func requests(of batch: Int) -> Range<Int> {
      batch * requestsOfEach..<(batch + 1) * requestsOfEach
    }
  }

  // Its conformances to the styles that have the variant are in separate files.
  enum Mutexes: Sendable {}

  static let name = "tail-latency"
  static let title = "Tail latency"
  static let operation = "request"

  /// The time from when a request was due to its end.
  static let latency = "latencyNanoseconds"
  /// The time from when a batch was due until its first request was started.
  static let lateness = "latenessNanoseconds"

  static let latencies = [
    WorkloadLatency(latency, label: "Latency of a request"),
    WorkloadLatency(lateness, label: "Lateness of a batch"),
  ]

  static let headlines = [
    "latencyP99Nanoseconds", "latencyP999Nanoseconds", "latencyMaximumNanoseconds",
    "peakResidentBytes",
  ]

  static let variants = [
    Variant<Parameters>(
      "mutex", .idiomatic, "A Mutex guards the cache instead of the actor or the serial queue.",
      Mutexes.self),
    Variant<Parameters>(
      "forced-collection", .tuned,
      "Go collects once halfway. By itself it does so every two minutes or as memory grows."),
  ]

  static func operations(_ parameters: Parameters) -> Int {
    parameters.durationMilliseconds * parameters.requestsOfEach
  }

  /// Every request ended, and exactly the entries that a request names were replaced.
  static func answer(_ parameters: Parameters) -> Checksum {
    let requests = operations(parameters)
    let replaced = min(parameters.entries, requests * Cache.entriesOfRequest)
    let sum = (0..<parameters.entries).reduce(Checksum(0)) { sum, key in
      let key = Checksum(key)
      return sum &+ Entry(key, isReplaced: key < replaced).hash(with: key)
    }
    return Checksum(requests) &* 31 &+ sum
  }

  /// The last batch is due a millisecond before the end.
  static func floor(_ parameters: Parameters) -> Duration {
    .milliseconds(parameters.durationMilliseconds - 1)
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: sizes([1_000], ratePerSecond: 2_000, durationMilliseconds: 100)
    case .quick: sizes([100_000], ratePerSecond: 10_000, durationMilliseconds: 300)
    case .standard:
      sizes([100_000, 1_000_000], ratePerSecond: 10_000, durationMilliseconds: 2_000)
    case .full:
      sizes([100_000, 1_000_000], ratePerSecond: 10_000, durationMilliseconds: 20_000)
    }
  }

  /// One iteration per process: a second one would find the memory of the first.
  static func effort(for preset: Preset) -> Effort {
    let trials =
      switch preset {
      case .smoke: 1
      case .quick, .standard: 6
      case .full: 10
      }
    return Effort(trials: trials, warmups: 0, iterations: 1)
  }

  private static func sizes(
    _ entries: [Int], ratePerSecond: Int, durationMilliseconds: Int
  ) -> [Parameters] {
    entries.map {
      Parameters(
        entries: $0, ratePerSecond: ratePerSecond, durationMilliseconds: durationMilliseconds)
    }
  }
}
