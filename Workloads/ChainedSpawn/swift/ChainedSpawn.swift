package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = ChainedSpawn.self

enum ChainedSpawn: Workload {
  struct Parameters: ParameterSet {
    var depth = 1

    static let fields: [ParameterField<Self>] = [ParameterField("depth", \.depth)]
  }

  static let name = "chained-spawn"
  static let title = "Chained spawn"
  static let operation = "spawn"

  static let variants = Variant<Parameters>.allocators

  static func operations(_ parameters: Parameters) -> Int { parameters.depth }

  /// The number of the last task; each task is given its predecessor's number plus one.
  static func answer(_ parameters: Parameters) -> Checksum { Checksum(parameters.depth) }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(depth: 100)]
    case .quick: [Parameters(depth: 1_000)]
    case .standard, .full: [Parameters(depth: 1_000), Parameters(depth: 100_000)]
    }
  }

  /// The first chain of a process is slower than the others, and starting a process takes ten to fifty
  /// times as long as a chain of 1,000.
  static let effort = Effort(warmups: 1, iterations: 5)
}
