package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = ContendedCounter.self

enum ContendedCounter: Workload {
  struct Parameters: ParameterSet {
    var callers = 1
    var calls = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("callers", \.callers),
      ParameterField("calls", \.calls),
    ]

    /// A remainder is dropped.
    var callsOfEach: Int { calls / callers }
  }

  /// What one caller, or several together, record of their calls.
  struct Tally: Sendable {
    /// The largest count that a call returned.
    private(set) var count = 0
    private(set) var longestWaitNanoseconds: UInt64 = 0
    private var lastReading = monotonicNanoseconds()

    /// Records the result of a call that has just ended.
    ///
    /// The call began when the previous one ended.
    mutating func note(_ result: Int) {
      let now = monotonicNanoseconds()
      longestWaitNanoseconds = max(longestWaitNanoseconds, now - lastReading)
      lastReading = now
      count = result
    }

    mutating func merge(_ other: Tally) {
      count = max(count, other.count)
      longestWaitNanoseconds = max(longestWaitNanoseconds, other.longestWaitNanoseconds)
    }

    /// Returns the answer; records the longest wait in the stopwatch.
    func report(to stopwatch: inout Stopwatch) -> Checksum {
      stopwatch.record(ContendedCounter.longestWait, Double(longestWaitNanoseconds))
      return Checksum(count)
    }
  }

  // The conformances of the variants to the styles are in separate files.
  enum Actors: Sendable {}
  enum Atomics: Sendable {}
  enum SerialQueues: Sendable {}

  static let name = "contended-counter"
  static let title = "Contended counter"
  static let operation = "call"

  /// The longest time that any caller waited for one of its calls.
  static let longestWait = "longestWaitNanoseconds"

  static let metrics = [
    WorkloadMetric(longestWait, label: "Longest wait of a call", unit: .nanoseconds)
  ]

  static let headlines = ["perOperationNanoseconds", longestWait]

  static let variants = [
    Variant<Parameters>(
      "actor", .idiomatic, "An actor guards the count: a caller that finds it busy is suspended.",
      Actors.self),
    Variant<Parameters>(
      "serial-queue", .idiomatic, "A serial queue guards the count, and each call is a sync on it.",
      SerialQueues.self),
    Variant<Parameters>(
      "async-mutex", .idiomatic,
      "Tokio's own mutex, which can be held across an await: a caller that finds it locked is suspended."
    ),
    Variant<Parameters>(
      "atomic", .tuned, "The count is an atomic integer, and no caller waits for another.",
      Atomics.self),
  ]

  static func operations(_ parameters: Parameters) -> Int {
    parameters.callsOfEach * parameters.callers
  }

  /// Every call added 1, so one of them returned the number of all calls.
  static func answer(_ parameters: Parameters) -> Checksum { Checksum(operations(parameters)) }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(callers: 2, calls: 1_000), Parameters(callers: 64, calls: 6_400)]
    case .quick: sizes([2, 64], calls: 65_536)
    case .standard: sizes([1, 2, 64, 2_048], calls: 262_144)
    case .full: sizes([1, 2, 64, 2_048], calls: 524_288)
    }
  }

  /// The first iteration of a process is slower than the second in most runtimes.
  static let effort = Effort(warmups: 1)

  private static func sizes(_ callers: [Int], calls: Int) -> [Parameters] {
    callers.map { Parameters(callers: $0, calls: calls) }
  }
}
