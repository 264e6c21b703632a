package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = SpawnMany.self

enum SpawnMany: Workload {
  struct Parameters: ParameterSet {
    var tasks = 1

    static let fields: [ParameterField<Self>] = [ParameterField("tasks", \.tasks)]
  }

  // Each has its conformance in a separate file.
  enum DiscardingGroup: Sendable {}
  enum Immediate: Sendable {}

  static let name = "spawn-many"
  static let title = "Spawn many"
  static let operation = "task"

  static let variants =
    [
      Variant<Parameters>(
        "discarding-group", .idiomatic,
        "withDiscardingTaskGroup, which drops each child when it ends.", DiscardingGroup.self),
      Variant<Parameters>(
        "immediate", .tuned,
        "Immediate tasks in a discarding group: each runs on the starter's thread at once.",
        Immediate.self),
      Variant<Parameters>(
        "join-set", .idiomatic,
        "A JoinSet collects the tasks, which most programs with Tokio would use."),
    ] + Variant<Parameters>.allocators

  static func operations(_ parameters: Parameters) -> Int { parameters.tasks }

  /// Every task ran and counted itself.
  static func answer(_ parameters: Parameters) -> Checksum { Checksum(parameters.tasks) }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(tasks: 1_000)]
    case .quick: [Parameters(tasks: 10_000)]
    case .standard, .full: [Parameters(tasks: 10_000), Parameters(tasks: 200_000)]
    }
  }

  /// The first iteration of a process is slower than the second in most runtimes.
  static let effort = Effort(warmups: 1)
}
