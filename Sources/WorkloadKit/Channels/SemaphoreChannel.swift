public import Dispatch

/// A bounded channel of two semaphores and a lock, as often written with Dispatch.
///
/// A caller that must wait blocks its thread. On a queue that is a thread of Dispatch's limited
/// pool, so with more waiting blocks than pool threads nothing proceeds.
public final class SemaphoreChannel<Element: Sendable>: @unchecked Sendable {
  // As in `ThreadChannel`, because threads block here too.
  @usableFromInline let monitor = ThreadMonitor()
  // Guarded by the monitor's lock.
  @usableFromInline var elements: RingBuffer<Element>
  // Both start at 0. Dispatch traps if a semaphore is freed below its initial value, and a channel
  // may be dropped with elements in it.
  @usableFromInline let free = DispatchSemaphore(value: 0)
  @usableFromInline let filled = DispatchSemaphore(value: 0)

  /// Creates a channel with at least one slot.
  @inlinable
  public init(capacity: Int) {
    precondition(capacity >= 1, "a channel of semaphores needs at least one slot")
    elements = RingBuffer(capacity: capacity)
    for _ in 0..<capacity { free.signal() }
  }

  /// Puts an element into the channel once there is a slot.
  @inlinable
  public func send(_ element: Element) {
    free.wait()
    monitor.lock()
    elements.append(element)
    monitor.unlock()
    filled.signal()
  }

  /// Takes the oldest element once there is one.
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
