public import Dispatch

/// A bounded channel of two semaphores and a lock, as it is often written with Dispatch.
///
/// Whoever must wait blocks its thread. On a queue that is a thread of Dispatch's pool, which has a
/// limit: more waiting blocks than that, and nothing goes on.
public final class SemaphoreChannel<Element: Sendable>: @unchecked Sendable {
  // As in `ThreadChannel`, since threads block here too.
  @usableFromInline let monitor = ThreadMonitor()
  // Under the monitor's lock.
  @usableFromInline var elements: RingBuffer<Element>
  // Both are made with 0, since Dispatch traps when a semaphore is freed below its first value, and a
  // channel may be dropped with elements in it.
  @usableFromInline let free = DispatchSemaphore(value: 0)
  @usableFromInline let filled = DispatchSemaphore(value: 0)

  /// Makes a channel with at least one slot.
  @inlinable
  public init(capacity: Int) {
    precondition(capacity >= 1, "a channel of semaphores needs a slot")
    elements = RingBuffer(capacity: capacity)
    for _ in 0..<capacity { free.signal() }
  }

  /// Puts an element in, once there is a slot.
  @inlinable
  public func send(_ element: Element) {
    free.wait()
    monitor.lock()
    elements.append(element)
    monitor.unlock()
    filled.signal()
  }

  /// Takes the oldest element out, once there is one.
  @inlinable
  public func receive() -> Element {
    filled.wait()
    monitor.lock()
    let element = elements.popFirst()
    monitor.unlock()
    free.signal()
    guard let element else { preconditionFailure("a filled slot was empty") }
    return element
  }
}
