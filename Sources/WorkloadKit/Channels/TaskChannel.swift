public import Synchronization

/// A bounded channel for tasks: whoever must wait suspends, and no thread is held.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender goes on when
/// a receiver has taken the element. Those who wait are served in turn.
public final class TaskChannel<Element: Sendable>: Sendable {
  /// What a receiver is resumed with: no element when the channel was closed or the task cancelled.
  @usableFromInline typealias Received = (index: Int, element: Element?)
  // Checked continuations took twice as long. Each one here leaves the state before it is resumed,
  // by whoever took it out, and so is resumed once.
  @usableFromInline typealias State = ChannelState<
    Element, UnsafeContinuation<Received, Never>, UnsafeContinuation<Bool, Never>
  >

  // No continuation is resumed under this lock: the runtime calls a cancellation handler, which
  // takes this lock, while it holds one that resuming takes as well.
  @usableFromInline let state: Mutex<State>

  /// Makes a channel with so many slots, from 0.
  @inlinable
  public init(capacity: Int) {
    state = Mutex(State(capacity: capacity))
  }

  /// Puts an element in, once there is a slot or a receiver for it.
  ///
  /// - Returns: Whether it has a slot or was taken; false when the task was cancelled while it waited.
  @inlinable
  @discardableResult
  public nonisolated(nonsending) func send(_ element: Element) async -> Bool {
    switch state.withLock({ $0.put(element) }) {
    case .buffered: return true
    case .handed(let receiver):
      receiver.handle.resume(returning: (receiver.index, element))
      return true
    case .mustWait(let ticket): return await wait(toSend: element, ticket)
    }
  }

  /// Takes the oldest element out, once there is one.
  ///
  /// - Returns: nil when the channel is closed and empty, or the task was cancelled while it waited.
  @inlinable
  public nonisolated(nonsending) func receive() async -> Element? {
    switch state.withLock({ $0.take() }) {
    case .taken(let element, let sender):
      sender?.resume(returning: true)
      return element
    case .closed: return nil
    case .mustWait(let ticket): return await waitToReceive(ticket)
    }
  }

  /// Lets receivers drain the channel and then get nil; nothing may be sent any more.
  @inlinable
  public func close() {
    for receiver in state.withLock({ $0.close() }) {
      receiver.handle.resume(returning: (receiver.index, nil))
    }
  }

  @inlinable
  nonisolated(nonsending) func wait(toSend element: Element, _ ticket: Int) async -> Bool {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let attempt = state.withLock { state -> State.Put? in
          let attempt = state.put(element)
          guard case .mustWait = attempt else { return attempt }
          if Task.isCancelled { return nil }
          state.senders.append(State.Sender(continuation, element, ticket: ticket))
          return attempt
        }
        switch attempt {
        case .buffered?: continuation.resume(returning: true)
        case .handed(let receiver)?:
          receiver.handle.resume(returning: (receiver.index, element))
          continuation.resume(returning: true)
        case .mustWait?: break
        case nil: continuation.resume(returning: false)
        }
      }
    } onCancel: {
      let sender = state.withLock { $0.senders.removeFirst { $0.ticket == ticket } }
      sender?.handle.resume(returning: false)
    }
  }

  @inlinable
  nonisolated(nonsending) func waitToReceive(_ ticket: Int) async -> Element? {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let attempt = state.withLock { state -> State.Take in
          let attempt = state.take()
          guard case .mustWait = attempt else { return attempt }
          if Task.isCancelled { return .closed }
          state.receivers.append(State.Receiver(continuation, ticket: ticket))
          return attempt
        }
        switch attempt {
        case .taken(let element, let sender):
          sender?.resume(returning: true)
          continuation.resume(returning: (0, element))
        case .closed: continuation.resume(returning: (0, nil))
        case .mustWait: break
        }
      }
    } onCancel: {
      let receiver = state.withLock { $0.receivers.removeFirst { $0.ticket == ticket } }
      receiver?.handle.resume(returning: (0, nil))
    }.element
  }
}
