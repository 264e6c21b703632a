public import Dispatch
public import Synchronization

/// A bounded channel for blocks; a caller that must wait leaves a handler and blocks no thread.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender continues
/// once a receiver has taken the element. Waiters are served in order. A caller is a block on the
/// queue that it names. If there is nothing to wait for, its handler runs immediately, within the
/// call. Otherwise, or if such calls are deeply nested, the handler runs as a separate block on
/// that queue.
public final class DispatchChannel<Element: Sendable>: Sendable {
  @usableFromInline typealias Handler = @Sendable (_ index: Int, Element?) -> Void
  @usableFromInline typealias State = ChannelState<
    Element, Handler, (queue: DispatchQueue, then: @Sendable () -> Void)
  >

  @usableFromInline let state: Mutex<State>

  /// Creates a channel with `capacity` slots, which must not be negative.
  @inlinable
  public init(capacity: Int) {
    state = Mutex(State(capacity: capacity))
  }

  /// Puts an element into the channel.
  ///
  /// `then` runs once it has a slot or, with capacity 0, once it was taken.
  @inlinable
  public func send(
    _ element: Element, on queue: DispatchQueue, then: @escaping @Sendable () -> Void
  ) {
    let attempt = state.withLock { state in
      let attempt = state.put(element)
      if case .mustWait(let ticket) = attempt {
        state.senders.append(State.Sender((queue, then), element, ticket: ticket))
      }
      return attempt
    }
    switch attempt {
    case .mustWait: return
    case .handed(let receiver): receiver.handle(receiver.index, element)
    case .buffered: break
    }
    guard Nesting.begin() else { return queue.async(execute: then) }
    then()
    Nesting.end()
  }

  /// Takes the oldest element.
  ///
  /// `then` gets it once there is one, or nil if the channel is closed and empty.
  @inlinable
  public func receive(on queue: DispatchQueue, then: @escaping @Sendable (Element?) -> Void) {
    let attempt = state.withLock { state in
      let attempt = state.take()
      if case .mustWait(let ticket) = attempt {
        let handler: Handler = { _, element in queue.async { then(element) } }
        state.receivers.append(State.Receiver(handler, ticket: ticket))
      }
      return attempt
    }
    let element: Element?
    switch attempt {
    case .mustWait: return
    case .taken(let oldest, let sender):
      if let sender { sender.queue.async(execute: sender.then) }
      element = oldest
    case .closed: element = nil
    }
    guard Nesting.begin() else { return queue.async { then(element) } }
    then(element)
    Nesting.end()
  }

  /// Closes the channel: receivers drain it and then get nil.
  ///
  /// Sending to a closed channel traps, and so does closing one while a sender waits.
  @inlinable
  public func close() {
    for receiver in state.withLock({ $0.close() }) { receiver.handle(receiver.index, nil) }
  }
}
