/// The numbers of Linux's system calls that the C library has no function for, as `callKernel` of
/// ``OptionalCall`` takes them.
///
/// They differ from one architecture to another. Each is nil where it is not known.
package enum KernelCall {
  /// `sched_setattr`: changes how a thread is scheduled.
  package static let setSchedulingAttributes = number(x86: 314, arm: 274)

  /// `perf_event_open`: opens a counter of an event.
  package static let openEvent = number(x86: 298, arm: 241)

  private static func number(x86: Int, arm: Int) -> Int? {
    #if os(Linux) && arch(x86_64)
      x86
    #elseif os(Linux) && arch(arm64)
      arm
    #else
      nil
    #endif
  }
}
