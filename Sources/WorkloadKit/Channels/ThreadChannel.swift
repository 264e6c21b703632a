/// A bounded channel for threads; a thread that must wait blocks on a condition variable.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender goes on
/// when a receiver has taken the element. Waiters are served in order. Each has its own condition
/// variable, so no thread wakes in vain.
public final class ThreadChannel<Element: Sendable>: @unchecked Sendable {
  @usableFromInline typealias Waiter = ThreadWaiter<Element>
  @usableFromInline typealias State = ChannelState<Element, Waiter, Waiter>

  // Not the mutex of `Synchronization`: on Linux the kernel hands that mutex to the next waiter.
  // Once more threads than cores want it, this can happen for every message, at some 50 us each.
  @usableFromInline let monitor = ThreadMonitor()
  // Guarded by the monitor's lock.
  @usableFromInline var state: State

  /// Creates a channel with `capacity` slots, which must not be negative.
  @inlinable
  public init(capacity: Int) {
    state = State(capacity: capacity)
  }

  /// Puts an element into the channel.
  ///
  /// Blocks until there is a slot or, with capacity 0, until it is taken.
  @inlinable
  public func send(_ element: Element) {
    var waiter: Waiter?
    let attempt = withLock { state in
      let attempt = state.put(element)
      if case .mustWait(let ticket) = attempt {
        let new = Waiter()
        state.senders.append(State.Sender(new, element, ticket: ticket))
        waiter = new
      }
      return attempt
    }
    switch attempt {
    case .buffered: break
    case .handed(let receiver): receiver.handle.wake(with: element, from: receiver.index)
    case .mustWait: _ = waiter?.sleep()
    }
  }

  /// Takes the oldest element once there is one; returns nil if the channel is closed and empty.
  @inlinable
  public func receive() -> Element? {
    var waiter: Waiter?
    let attempt = withLock { state in
      let attempt = state.take()
      if case .mustWait(let ticket) = attempt {
        let new = Waiter()
        state.receivers.append(State.Receiver(new, ticket: ticket))
        waiter = new
      }
      return attempt
    }
    switch attempt {
    case .taken(let element, let sender):
      sender?.wake(with: nil, from: 0)
      return element
    case .closed: return nil
    case .mustWait: return waiter?.sleep().element
    }
  }

  /// Closes the channel: receivers drain it and then get nil.
  ///
  /// Sending to a closed channel traps, and so does closing one while a sender waits.
  @inlinable
  public func close() {
    for receiver in withLock({ $0.close() }) {
      receiver.handle.wake(with: nil, from: receiver.index)
    }
  }

  @inlinable
  func withLock<Result>(_ body: (inout State) -> Result) -> Result {
    monitor.lock()
    defer { monitor.unlock() }
    return body(&state)
  }
}
