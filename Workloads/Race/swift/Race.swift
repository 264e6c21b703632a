package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = Race.self

enum Race: Workload {
  struct Parameters: ParameterSet {
    var contenders = 2

    static let fields: [ParameterField<Self>] = [
      ParameterField("contenders", \.contenders, minimum: 2)
    ]

    /// How long a contender sleeps if it is not stopped; the last one should win.
    func sleepMilliseconds(of contender: Int) -> Int {
      contender == contenders - 1 ? 20 : 10_000 + contender
    }
  }

  static let name = "race"
  static let title = "Race"
  static let operation = "contender"

  /// The time from the win until all other contenders have stopped.
  static let stopNanoseconds = "stopNanoseconds"

  static let metrics = [
    WorkloadMetric(stopNanoseconds, label: "Time from the win to all stopped", unit: .nanoseconds)
  ]

  static let headlines = [stopNanoseconds, "overFloorNanoseconds", "peakResidentBytes"]

  static let variants = [
    Variant<Parameters>(
      "abort", .idiomatic,
      "Tokio aborts the tasks of a JoinSet: an aborted contender is dropped and runs no more code.")
  ]

  static func operations(_ parameters: Parameters) -> Int { parameters.contenders }

  /// The last contender won, no resource is open, all others were stopped, and none of them slept
  /// to the end.
  static func answer(_ parameters: Parameters) -> Checksum {
    let others = Checksum(parameters.contenders - 1)
    return (others * 31 * 31 + others) * 31
  }

  static func floor(_ parameters: Parameters) -> Duration {
    .milliseconds(parameters.sleepMilliseconds(of: parameters.contenders - 1))
  }

  static func objection(to iteration: IterationReport, _ parameters: Parameters) -> String? {
    iteration.metrics[stopNanoseconds] == nil ? "it did not report \(stopNanoseconds)" : nil
  }

  static func cases(for preset: Preset) -> [Parameters] {
    let contenders =
      switch preset {
      case .smoke: [2, 10]
      case .quick, .standard: [2, 100, 10_000]
      case .full: [2, 100, 10_000, 100_000]
      }
    return contenders.map { Parameters(contenders: $0) }
  }
}
