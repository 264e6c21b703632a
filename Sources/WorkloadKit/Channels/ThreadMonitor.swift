#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A POSIX mutex with a condition variable, which `Synchronization` does not have.
@usableFromInline
class ThreadMonitor: @unchecked Sendable {
  // POSIX lets any thread use both, at an address that stays. They are freed with the object, which
  // whoever uses them holds.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  @usableFromInline
  init() {
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  @usableFromInline final func lock() { pthread_mutex_lock(mutex) }
  @usableFromInline final func unlock() { pthread_mutex_unlock(mutex) }
  @usableFromInline final func wait() { pthread_cond_wait(condition, mutex) }
  @usableFromInline final func signal() { pthread_cond_signal(condition) }
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
