package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = SleepingTasks.self

enum SleepingTasks: Workload {
  struct Parameters: ParameterSet {
    var tasks = 1
    var holdMilliseconds = 2_000

    static let fields: [ParameterField<Self>] = [
      ParameterField("tasks", \.tasks),
      ParameterField("hold-milliseconds", \.holdMilliseconds),
    ]
  }

  static let name = "sleeping-tasks"
  static let title = "Sleeping tasks"
  static let operation = "task"

  /// The time until every task was asleep.
  static let startNanoseconds = "startNanoseconds"

  static let metrics = [
    WorkloadMetric(startNanoseconds, label: "Time until all sleep", unit: .nanoseconds)
  ]

  /// The size that most published numbers have.
  static func isHeadline(_ parameters: Parameters) -> Bool { parameters.tasks <= 100_000 }

  static let variants = [
    Variant<Parameters>(
      "blocking", .idiomatic,
      "Each task is a block that sleeps on the global queue and holds a thread of its pool.",
      Blocking.self, where: { $0.tasks <= 10_000 })
  ]

  static let headlines = ["peakResidentBytes", startNanoseconds]

  static func operations(_ parameters: Parameters) -> Int { parameters.tasks }

  /// Every task that was started woke.
  static func answer(_ parameters: Parameters) -> Checksum { Checksum(parameters.tasks) }

  static func floor(_ parameters: Parameters) -> Duration {
    .milliseconds(parameters.holdMilliseconds)
  }

  static func objection(to iteration: IterationReport, _ parameters: Parameters) -> String? {
    iteration.metrics[startNanoseconds] == nil ? "it did not report \(startNanoseconds)" : nil
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: sizes([10, 100], holdMilliseconds: 400)
    case .quick: sizes([1, 10_000, 100_000], holdMilliseconds: 1_000)
    case .standard, .full: sizes([1, 10_000, 100_000, 1_000_000], holdMilliseconds: 10_000)
    }
  }

  private static func sizes(_ tasks: [Int], holdMilliseconds: Int) -> [Parameters] {
    tasks.map { Parameters(tasks: $0, holdMilliseconds: holdMilliseconds) }
  }
}
