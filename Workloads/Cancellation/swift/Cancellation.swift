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

  static func checksum(saw: Int, left: Int, early: Int, isPrompt: Bool) -> Checksum {
    [saw, left, early, isPrompt ? 1 : 0].reduce(0) {
      $0 &* 31 &+ Checksum(truncatingIfNeeded: $1)
    }
  }
}
