import Synchronization
package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = MemoryCeiling.self

enum MemoryCeiling: Workload {
  struct Parameters: ParameterSet {
    var limitMebibytes = 256
    var tasks = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("limit-mebibytes", \.limitMebibytes, role: .outside),
      ParameterField("tasks", \.tasks, maximum: 1_000_000_000, role: .fromRunner),
    ]
  }

  /// Counts the tasks; each counts itself right before it sleeps.
  final class Sleepers: Sendable {
    private let tasks: Int
    private let asleep = Atomic<Int>(0)

    init(expecting tasks: Int) { self.tasks = tasks }

    /// Counts one task; returns true for the one that completes the count.
    func add() -> Bool { asleep.add(1, ordering: .relaxed).newValue == tasks }

    var count: Checksum { Checksum(asleep.load(ordering: .relaxed)) }
  }

  static let name = "memory-ceiling"
  static let title = "Memory ceiling"
  static let operation = "task"

  /// How long a task sleeps; this is far longer than any process of a search runs.
  static let hold = Duration.seconds(3_600)

  /// The largest number of tasks whose process stayed under the limit.
  ///
  /// The search finds this number; no iteration reports it.
  static let largestTasksCount = "largestTasksCount"

  static let metrics = [
    WorkloadMetric(
      largestTasksCount, label: "Tasks under the limit", unit: .count, better: .higher)
  ]

  static let headlines = [largestTasksCount]

  static func operations(_ parameters: Parameters) -> Int { parameters.tasks }

  /// Every task that was started fell asleep.
  static func answer(_ parameters: Parameters) -> Checksum { Checksum(parameters.tasks) }

  static func search(_ parameters: Parameters) -> Search? {
    Search(
      for: "tasks", from: 1_000, limitBytes: parameters.limitMebibytes << 20, as: largestTasksCount)
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    // Little of it is left for tasks: a Swift program without tasks takes about 8 MiB.
    case .smoke: [Parameters(limitMebibytes: 24)]
    case .quick, .standard, .full: [Parameters(limitMebibytes: 256)]
    }
  }
}
