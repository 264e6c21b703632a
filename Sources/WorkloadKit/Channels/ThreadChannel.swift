/// A bounded channel for threads: whoever must wait blocks in a condition variable.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender goes on when
/// a receiver has taken the element. Those who wait are served in turn, each on a condition variable
/// of its own, so that nobody wakes in vain.
public final class ThreadChannel<Element: Sendable>: @unchecked Sendable {
  @usableFromInline typealias Waiter = ThreadWaiter<Element>
  @usableFromInline typealias State = ChannelState<Element, Waiter, Waiter>

  // Not the mutex of `Synchronization`: on Linux the kernel hands it to the next that waits. Once more
  // threads than cores want it, that can go on for every message, at some 50 us each.
  @usableFromInline let monitor = ThreadMonitor()
  // Under the monitor's lock.
  @usableFromInline var state: State

  /// Makes a channel with so many slots, from 0.
  @inlinable
  public init(capacity: Int) {
    state = State(capacity: capacity)
  }

  /// Puts an element in, once there is a slot, or with capacity 0 once it is taken.
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

  /// Takes the oldest element out, once there is one; nil when the channel is closed and empty.
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

  /// Lets receivers drain the channel and then get nil; nothing may be sent any more.
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
