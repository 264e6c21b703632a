import Platform
import Synchronization
import WorkloadKit

/// How soon a thread of a load runs after it has woken.
package enum LoadPriority: String, Sendable {
  /// Before every thread that is not a real-time thread.
  case realTime = "real-time"
  /// Often soon, since it asks for short turns.
  case shortTurns = "short turns"
  case usual

  /// The priority that this process can give its threads.
  package static var ofThisProcess: LoadPriority {
    let answer = Answer()
    // Where the system refuses a thread, no load can start one either.
    try? JoinableThread { answer.priority.withLock { $0 = wakePromptly() } }.join()
    return answer.priority.withLock { $0 }
  }

  private final class Answer: Sendable {
    let priority = Mutex(LoadPriority.usual)
  }
}

/// Makes the calling thread run as soon as possible after it wakes, as far as Linux lets it.
///
/// Its timers fire at once instead of up to 50 us late. With the privilege to do so (`CAP_SYS_NICE`, or a
/// limit on real-time priority), it becomes a real-time thread, so that no computation of the measured
/// program delays it. Without, it chooses short turns, as any thread may since Linux 6.12. It gets its next
/// turn sooner then, which matters while others compute, and no larger share of the processor.
@discardableResult
func wakePromptly() -> LoadPriority {
  #if os(Linux)
    // PR_SET_TIMERSLACK, whose smallest slack is 1 ns; 0 means the default.
    _ = OptionalCall.controlProcess?(29, 1, 0, 0, 0)
    guard let setAttributes = KernelCall.setSchedulingAttributes else { return .usual }
    for priority in [LoadPriority.realTime, .shortTurns] {
      let code = withUnsafePointer(to: SchedulingAttributes(priority)) {
        OptionalCall.callKernel?(setAttributes, 0, Int(bitPattern: $0), 0, 0, 0)
      }
      if code == 0 { return priority }
    }
  #endif
  return .usual
}

#if os(Linux)
  /// The first version of the kernel's `sched_attr`, which every later kernel takes.
  private struct SchedulingAttributes {
    var byteCount: UInt32 = 48
    /// The policy: 0 is `SCHED_OTHER`, the usual one, and 1 is `SCHED_FIFO`.
    var policy: UInt32
    var flags: UInt64 = 0
    /// Stays as it is: that of the calling thread, because `PRIO_PROCESS` is 0.
    var nice = getpriority(0, 0)
    /// Above 0 for `SCHED_FIFO` only; 1 is the lowest.
    var priority: UInt32
    /// The length of a turn; the kernel allows no shorter one than 100 us.
    var turnNanoseconds: UInt64
    var deadline: UInt64 = 0
    var period: UInt64 = 0

    init(_ priority: LoadPriority) {
      policy = priority == .realTime ? 1 : 0
      self.priority = priority == .realTime ? 1 : 0
      turnNanoseconds = priority == .shortTurns ? 100_000 : 0
    }
  }
#endif
