import Dispatch

/// A bounded channel of two semaphores and a lock, as it is often written with Dispatch.
///
/// Whoever must wait blocks its thread. On a queue that is a thread of Dispatch's pool, which has a
/// limit: more waiting blocks than that, and nothing goes on.
public final class SemaphoreChannel<Element: Sendable>: @unchecked Sendable {
  // The lock is a monitor and not a `Mutex`, which gives way for seconds when ten threads want it.
  private let lock = ThreadMonitor(conditions: 0)
  // Touched under the lock only.
  private var elements: RingBuffer<Element>
  // Both begin at 0, since Dispatch traps when a semaphore is freed below its first value.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  /// Makes a channel with at least one slot.
  public init(capacity: Int) {
    precondition(capacity >= 1, "a channel of semaphores needs a slot")
    elements = RingBuffer(capacity: capacity)
    for _ in 0..<capacity { free.signal() }
  }

  /// Puts an element in, once there is a slot.
  public func send(_ element: Element) {
    free.wait()
    lock.lock()
    elements.append(element)
    lock.unlock()
    filled.signal()
  }

  /// Takes the oldest element out, once there is one.
  public func receive() -> Element {
    filled.wait()
    lock.lock()
    let element = elements.popFirst()
    lock.unlock()
    free.signal()
    guard let element else { preconditionFailure("a filled slot was empty") }
    return element
  }
}
