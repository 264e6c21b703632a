// Metrics that are not stored but computed from stored ones when a report is made.

extension Metric {
  /// The elapsed time less the time that the contract makes every implementation wait.
  public static let overFloor = Metric(
    name: "overFloorNanoseconds", label: "Elapsed over the floor", unit: .nanoseconds)

  /// The elapsed time divided by the operations of an iteration, where the contract has no floor.
  public static let perOperation = Metric(
    name: "perOperationNanoseconds", label: "Time per operation", unit: .nanoseconds)

  /// The operations of an iteration divided by the elapsed time, where the contract has no floor.
  public static let operationsPerSecond = Metric(
    name: "operationsPerSecond", label: "Operations per second", unit: .perSecond,
    isLowerBetter: false)

  /// All of them that a published number may be compared with.
  public static let derived: [Metric] = [overFloor, perOperation, operationsPerSecond]
}
