import Platform

/// Makes the calling thread run as soon as possible after it wakes, as far as Linux lets any user do so.
///
/// Its timers fire at once instead of up to 50 us late. Since Linux 6.12 a thread may choose the length of
/// its turns. One with short turns gets its next one sooner, which matters while others compute, and no
/// larger share of the processor.
func wakePromptly() {
  #if os(Linux)
    // PR_SET_TIMERSLACK, whose smallest slack is 1 ns; 0 means the default.
    _ = OptionalCall.controlProcess?(29, 1, 0, 0, 0)
  #endif
  #if os(Linux) && (arch(x86_64) || arch(arm64))
    #if arch(x86_64)
      let setAttributes = 314
    #else
      let setAttributes = 274
    #endif
    withUnsafePointer(to: SchedulingAttributes()) {
      _ = OptionalCall.callKernel?(setAttributes, 0, Int(bitPattern: $0), 0, 0, 0)
    }
  #endif
}

#if os(Linux)
  /// The first version of the kernel's `sched_attr`, which every later kernel takes.
  private struct SchedulingAttributes {
    var byteCount: UInt32 = 48
    /// `SCHED_OTHER`, the usual policy.
    var policy: UInt32 = 0
    var flags: UInt64 = 0
    /// Stays as it is: that of the calling thread, because `PRIO_PROCESS` is 0.
    var nice = getpriority(0, 0)
    var priority: UInt32 = 0
    /// The length of a turn; the kernel allows no shorter one.
    var turnNanoseconds: UInt64 = 100_000
    var deadline: UInt64 = 0
    var period: UInt64 = 0
  }
#endif
