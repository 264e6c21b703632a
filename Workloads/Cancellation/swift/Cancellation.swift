import Synchronization
package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = Cancellation.self

enum Cancellation: Workload {
  struct Parameters: ParameterSet {
    var tasks = 1
    var deadlineMilliseconds = 0

    static let fields: [ParameterField<Self>] = [
      ParameterField("tasks", \.tasks),
      ParameterField("deadline-milliseconds", \.deadlineMilliseconds, minimum: 0),
    ]

    /// The at most ten tasks that a task starts, numbered level by level from the root, 0.
    func children(of task: Int) -> Range<Int> {
      min(10 * task + 1, tasks)..<min(10 * task + 11, tasks)
    }
  }

  /// Records when each task saw the cancellation and how many tasks have ended.
  final class Roll: @unchecked Sendable {
    // An array cannot hold atomics. They are freed with this object, to which every task
    // has a reference.
    private let moments: UnsafeMutableBufferPointer<Atomic<UInt64>>
    private let due = Atomic(UInt64.max)
    private let ended = Atomic(0)

    init(_ parameters: Parameters) {
      moments = .allocate(capacity: parameters.tasks)
      for index in moments.indices { moments.initializeElement(at: index, to: Atomic(0)) }
    }

    deinit { moments.deallocate() }

    /// Makes the cancellation due the given time from now.
    func setDue(afterMilliseconds milliseconds: Int) {
      due.store(monotonicNanoseconds() + UInt64(milliseconds) * 1_000_000, ordering: .relaxed)
    }

    /// Records that a task sees the cancellation now.
    func see(_ task: Int) { moments[task].store(monotonicNanoseconds(), ordering: .relaxed) }

    /// Records that a task and all tasks that it started have ended.
    func end() { ended.add(1, ordering: .relaxed) }

    /// The number of tasks that have not ended; read it at the end of the region.
    var left: Int { moments.count - ended.load(ordering: .relaxed) }

    /// Returns the answer; records the latencies in the stopwatch.
    func report(left: Int, to stopwatch: inout Stopwatch) -> Checksum {
      let due = due.load(ordering: .relaxed)
      let seen = moments.indices.map { moments[$0].load(ordering: .relaxed) }.filter { $0 > 0 }
      let latencies = seen.map { $0 < due ? 0 : $0 - due }
      stopwatch.record(Cancellation.latency, latencies: latencies)
      let early = seen.count { $0 < due }
      let isPrompt = latencies.min().map { $0 <= Cancellation.slackNanoseconds } ?? false
      return checksum(saw: seen.count, left: left, early: early, isPrompt: isPrompt)
    }
  }

  // Its conformance is in a separate file.
  enum Continuations: Sendable {}

  static let name = "cancellation"
  static let title = "Cancellation"
  static let operation = "task"

  /// The time from when the cancellation was due until a task saw it.
  static let latency = "cancelLatencyNanoseconds"

  static let latencies = [WorkloadLatency(latency, label: "Cancel to seen")]

  static let headlines = [
    "cancelLatencyP99Nanoseconds", "overFloorNanoseconds", "peakResidentBytes",
  ]

  static let variants = [
    Variant<Parameters>(
      "continuation", .idiomatic,
      "Each task waits in a continuation that its cancellation handler resumes, without a timer.",
      Continuations.self)
  ]

  /// How late the first task may see it; a deadline that fires later has failed.
  static let slackNanoseconds: UInt64 = 1_000_000_000

  /// How long the styles pause before the region, so that the last task has begun its wait.
  static let settleMilliseconds = 20

  static func operations(_ parameters: Parameters) -> Int { parameters.tasks }

  /// Every task saw it, all have ended, none saw it too early, and the first saw it in time.
  static func answer(_ parameters: Parameters) -> Checksum {
    checksum(saw: parameters.tasks, left: 0, early: 0, isPrompt: true)
  }

  static func floor(_ parameters: Parameters) -> Duration {
    .milliseconds(parameters.deadlineMilliseconds)
  }

  static func cases(for preset: Preset) -> [Parameters] {
    let sizes =
      switch preset {
      case .smoke: [(100, 0), (100, 50)]
      case .quick: [(1_000, 0), (1_000, 50)]
      case .standard: [(1_000, 0), (1_000, 50), (100_000, 0)]
      case .full: [(1_000, 0), (1_000, 50), (100_000, 0), (100_000, 50)]
      }
    return sizes.map { Parameters(tasks: $0.0, deadlineMilliseconds: $0.1) }
  }

  /// One iteration per process: a second one would find the memory and some timers of the first.
  static func effort(for preset: Preset) -> Effort {
    switch preset {
    case .smoke: Effort(trials: 1, warmups: 0, iterations: 1)
    case .quick: Effort(trials: 6, warmups: 0, iterations: 1)
    case .standard: Effort(trials: 10, warmups: 0, iterations: 1)
    case .full: Effort(trials: 40, warmups: 0, iterations: 1)
    }
  }

  private static func checksum(saw: Int, left: Int, early: Int, isPrompt: Bool) -> Checksum {
    [saw, left, early, isPrompt ? 1 : 0].reduce(0) {
      $0 &* 31 &+ Checksum(truncatingIfNeeded: $1)
    }
  }
}
