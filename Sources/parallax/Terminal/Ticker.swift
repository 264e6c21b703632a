import Dispatch
import WorkloadKit

/// Calls a function on another thread whenever some time has passed, until the function returns false or
/// the ticker is released.
///
/// If the system refuses the thread, the function is never called; a timer of Dispatch would wait forever
/// for one.
final class Ticker {
  private let ended = DispatchSemaphore(value: 0)
  private let thread: JoinableThread?

  init(every pause: Duration, _ goesOn: @escaping @Sendable () -> Bool) {
    let milliseconds = DispatchTimeInterval.milliseconds(Int(pause / .milliseconds(1)))
    do throws(ThreadError) {
      thread = try JoinableThread { [ended] in
        while ended.wait(timeout: .now() + milliseconds) == .timedOut, goesOn() {}
      }
    } catch { thread = nil }
  }

  deinit {
    ended.signal()
    thread?.join()
  }
}
