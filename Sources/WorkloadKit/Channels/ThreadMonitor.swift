import Platform

/// A POSIX mutex with a condition variable, which `Synchronization` does not have.
public class ThreadMonitor: @unchecked Sendable {
  // POSIX lets any thread use both, at an address that stays. They are freed with the object, which
  // whoever uses them holds.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Makes one whose lock is free.
  public init() {
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    #if canImport(Darwin)
      pthread_cond_init(condition, nil)
    #else
      // By default a timeout goes by the wall clock, which can be set.
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Runs the body under the lock.
  public final func withLock<Result>(_ body: () -> Result) -> Result {
    lock()
    defer { unlock() }
    return body()
  }

  /// Gives the lock back until it is woken, or for no reason; called under the lock.
  public final func wait() { pthread_cond_wait(condition, mutex) }

  /// Gives the lock back until it is woken, the monotonic clock shows the moment, or for no reason;
  /// called under the lock.
  public final func wait(untilNanoseconds moment: UInt64) {
    #if canImport(Darwin)
      let now = monotonicNanoseconds()
      var rest = timespec(nanoseconds: moment > now ? moment - now : 0)
      pthread_cond_timedwait_relative_np(condition, mutex, &rest)
    #else
      var end = timespec(nanoseconds: moment)
      pthread_cond_timedwait(condition, mutex, &end)
    #endif
  }

  /// Wakes one that waits.
  public final func signal() { pthread_cond_signal(condition) }

  /// Wakes all that wait.
  public final func broadcast() { pthread_cond_broadcast(condition) }

  @usableFromInline final func lock() { pthread_mutex_lock(mutex) }
  @usableFromInline final func unlock() { pthread_mutex_unlock(mutex) }
}

extension timespec {
  fileprivate init(nanoseconds: UInt64) {
    self.init()
    tv_sec = numericCast(nanoseconds / 1_000_000_000)
    tv_nsec = numericCast(nanoseconds % 1_000_000_000)
  }
}

/// A thread that waits at a channel until another wakes it, once.
@usableFromInline
final class ThreadWaiter<Element: Sendable>: ThreadMonitor, @unchecked Sendable {
  // Under the lock: what it is woken with; the element is nil when there is none.
  @usableFromInline var received: (index: Int, element: Element?)?

  @inlinable
  func wake(with element: Element?, from index: Int) {
    lock()
    received = (index, element)
    unlock()
    // After the unlocking, so that the thread that wakes finds the mutex free.
    signal()
  }

  @inlinable
  func sleep() -> (index: Int, element: Element?) {
    lock()
    defer { unlock() }
    while true {
      if let received { return received }
      wait()
    }
  }
}
