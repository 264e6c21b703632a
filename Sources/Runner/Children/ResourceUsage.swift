import Platform

/// What the kernel counted for one child: all its threads and all descendants that were waited for.
///
/// The peak resident size is omitted on purpose: `ru_maxrss` can include the parent's.
package struct ResourceUsage: Sendable, Equatable {
  /// Processor time in user mode, in nanoseconds.
  package var userNanoseconds: UInt64 = 0
  /// Processor time in the kernel, in nanoseconds.
  package var systemNanoseconds: UInt64 = 0
  /// Page faults served without I/O.
  package var minorFaults = 0
  /// Page faults that needed I/O.
  package var majorFaults = 0
  /// Context switches because the process waited.
  package var voluntarySwitches = 0
  /// Context switches because the kernel preempted the process.
  package var involuntarySwitches = 0
}

extension ResourceUsage {
  init(_ usage: rusage) {
    self.init()
    userNanoseconds = Self.nanoseconds(usage.ru_utime)
    systemNanoseconds = Self.nanoseconds(usage.ru_stime)
    minorFaults = Int(usage.ru_minflt)
    majorFaults = Int(usage.ru_majflt)
    voluntarySwitches = Int(usage.ru_nvcsw)
    involuntarySwitches = Int(usage.ru_nivcsw)
  }

  private static func nanoseconds(_ time: timeval) -> UInt64 {
    UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_usec) * 1_000
  }
}
