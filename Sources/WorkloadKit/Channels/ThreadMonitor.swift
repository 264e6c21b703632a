import Platform

/// A POSIX mutex with a condition variable, which `Synchronization` does not provide.
public class ThreadMonitor: @unchecked Sendable {
  // POSIX lets any thread use both as long as their addresses do not change. They are freed with
  // this object, to which every user has a reference.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Creates a monitor that is not locked.
  public init() {
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    #if canImport(Darwin)
      pthread_cond_init(condition, nil)
    #else
      // By default timeouts use the wall clock, which can be set.
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

  /// Runs the body with the lock held and returns its result.
  public final func withLock<Result>(_ body: () -> Result) -> Result {
    lock()
    defer { unlock() }
    return body()
  }

  /// Releases the lock and waits for a signal.
  ///
  /// It may also wake for no reason. Call it with the lock held, which is held again
  /// when it returns.
  public final func wait() { pthread_cond_wait(condition, mutex) }

  /// Releases the lock and waits for a signal or until `monotonicNanoseconds` reaches
  /// the given time.
  ///
  /// It may also wake for no reason. Call it with the lock held, which is held again
  /// when it returns.
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

  /// Wakes one waiting thread.
  public final func signal() { pthread_cond_signal(condition) }

  /// Wakes all waiting threads.
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

/// A thread that waits at a channel until another thread wakes it once.
@usableFromInline
final class ThreadWaiter<Element: Sendable>: ThreadMonitor, @unchecked Sendable {
  // Guarded by the lock: the value that wakes the thread. Its element is nil if there is none.
  @usableFromInline var received: (index: Int, element: Element?)?

  @inlinable
  func wake(with element: Element?, from index: Int) {
    lock()
    received = (index, element)
    unlock()
    // After unlocking, so that the woken thread finds the mutex free.
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
