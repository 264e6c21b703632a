// Metrics that are not stored but computed from stored ones when a report is made.

extension Metric {
  /// The elapsed time less the time that the contract makes every implementation wait.
  package static let overFloor = Metric(
    name: "overFloorNanoseconds", label: "Elapsed over the floor", unit: .nanoseconds)

  /// The elapsed time divided by the operations of an iteration, where the contract has no floor.
  package static let perOperation = Metric(
    name: "perOperationNanoseconds", label: "Time per operation", unit: .nanoseconds)

  /// The operations of an iteration divided by the elapsed time, where the contract has no floor.
  package static let operationsPerSecond = Metric(
    name: "operationsPerSecond", label: "Operations per second", unit: .perSecond,
    isLowerBetter: false)

  /// The processor time of the region divided by its length: how many cores were busy.
  package static let coresBusy = Metric(
    name: "coresBusyRatio", label: "Cores busy", unit: .ratio, isLowerBetter: false)

  /// All of them that a published number may be compared with.
  package static let derived: [Metric] = [
    overFloor, perOperation, operationsPerSecond, coresBusy,
  ]
}

extension Metric {
  /// The metrics that a report reads from this one, a distribution of latencies.
  package var latencyFigures: [Metric] { LatencyFigure.allCases.map { $0.metric(of: self) } }
}

/// What a report reads from a distribution of latencies.
package enum LatencyFigure: Sendable, CaseIterable {
  /// The value below which half lie.
  case median
  /// The value below which 99 % lie.
  case p99
  /// The value below which 99.9 % lie.
  case p999
  /// The largest.
  case greatest

  /// The fraction that lies below; nil for the largest.
  package var fraction: Double? {
    switch self {
    case .median: 0.5
    case .p99: 0.99
    case .p999: 0.999
    case .greatest: nil
    }
  }

  /// The metric that holds it, for example `latencyP99Nanoseconds` of `latencyNanoseconds`.
  package func metric(of latency: Metric) -> Metric {
    let suffix = "Nanoseconds"
    let stem =
      latency.name.hasSuffix(suffix) ? latency.name.dropLast(suffix.count) : latency.name[...]
    let (word, label) =
      switch self {
      case .median: ("P50", "p50")
      case .p99: ("P99", "p99")
      case .p999: ("P999", "p99.9")
      case .greatest: ("Max", "longest")
      }
    return Metric(
      name: "\(stem)\(word)\(suffix)", label: "\(latency.label), \(label)", unit: .nanoseconds)
  }
}
