public import Dispatch
public import Synchronization

/// A bounded channel for blocks: whoever must wait leaves a handler, and no thread is held.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender goes on when
/// a receiver has taken the element. Those who wait are served in turn. A caller is a block on the
/// queue that it names. Its handler runs at once, within the call, when there is nothing to wait
/// for; otherwise, and where such calls have nested deep, as a block of its own on that queue.
public final class DispatchChannel<Element: Sendable>: Sendable {
  @usableFromInline typealias Handler = @Sendable (_ index: Int, Element?) -> Void
  @usableFromInline typealias State = ChannelState<
    Element, Handler, (queue: DispatchQueue, then: @Sendable () -> Void)
  >

  @usableFromInline let state: Mutex<State>

  /// Makes a channel with so many slots, from 0.
  @inlinable
  public init(capacity: Int) {
    state = Mutex(State(capacity: capacity))
  }

  /// Puts an element in; `then` runs once it has a slot or, with capacity 0, was taken.
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

  /// Takes the oldest element out; `then` gets it once there is one, and nil when the channel is
  /// closed and empty.
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

  /// Lets receivers drain the channel and then get nil; nothing may be sent any more.
  @inlinable
  public func close() {
    for receiver in state.withLock({ $0.close() }) { receiver.handle(receiver.index, nil) }
  }
}
