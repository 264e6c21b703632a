/// What else the machine did during a trial, as far as the system reports it.
struct TrialConditions: Equatable {
  /// `Metric.stolenTime`.
  var stolenNanoseconds: UInt64?
  /// `Metric.otherWork`.
  var otherWorkNanoseconds: UInt64?
  /// `Metric.processorPressure`.
  var pressureNanoseconds: UInt64?

  /// Compares the counters from before the process started with those from after it was reaped.
  ///
  /// - Parameter usage: What the kernel counted for the process itself.
  init(from before: MachineCounters, to after: MachineCounters, usage: ResourceUsage) {
    stolenNanoseconds = Self.growth(before.stolenNanoseconds, after.stolenNanoseconds)
    pressureNanoseconds = Self.growth(before.pressureNanoseconds, after.pressureNanoseconds)
    let own = Self.growth(before.ownNanoseconds, after.ownNanoseconds)
    let busy = Self.growth(before.busyNanoseconds, after.busyNanoseconds)
    if let own, let busy {
      let known = own + usage.userNanoseconds + usage.systemNanoseconds
      otherWorkNanoseconds = busy > known ? busy - known : 0
    }
  }

  /// How much a counter grew; 0 if it fell, which counters in `/proc/stat` do on some kernels.
  private static func growth(_ before: UInt64?, _ after: UInt64?) -> UInt64? {
    guard let before, let after else { return nil }
    return after > before ? after - before : 0
  }
}
