public import Synchronization

/// A bounded channel for tasks; a task that must wait suspends and blocks no thread.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender continues
/// once a receiver has taken the element. Waiters are served in order.
public final class TaskChannel<Element: Sendable>: Sendable {
  /// The value that resumes a receiver.
  ///
  /// It has no element if the channel was closed or the task canceled.
  @usableFromInline typealias Received = (index: Int, element: Element?)
  // Checked continuations took twice as long. Each continuation here is removed from the state
  // first and then resumed by the code that removed it, so it is resumed exactly once.
  @usableFromInline typealias State = ChannelState<
    Element, UnsafeContinuation<Received, Never>, UnsafeContinuation<Bool, Never>
  >

  // No continuation is resumed under this lock. The runtime holds its own lock while it calls
  // a cancellation handler, which takes this lock; resuming also takes the runtime's lock.
  @usableFromInline let state: Mutex<State>
  @usableFromInline let isCancellable: Bool

  /// Creates a channel with `capacity` slots, which must not be negative.
  ///
  /// With `isCancellable` false a wait ignores the cancellation of its task, and the channel saves
  /// the cancellation handler of each wait.
  @inlinable
  public init(capacity: Int, isCancellable: Bool = true) {
    state = Mutex(State(capacity: capacity))
    self.isCancellable = isCancellable
  }

  /// Puts an element into the channel once there is a slot or a receiver for it.
  ///
  /// - Returns: Whether the element has a slot or was taken; false if the task was canceled while
  ///   it waited.
  @inlinable
  @discardableResult
  public nonisolated(nonsending) func send(_ element: Element) async -> Bool {
    switch state.withLock({ $0.put(element) }) {
    case .buffered: return true
    case .handed(let receiver):
      receiver.handle.resume(returning: (receiver.index, element))
      return true
    case .mustWait(let ticket):
      guard isCancellable else { return await waitIgnoringCancellation(toSend: element, ticket) }
      return await wait(toSend: element, ticket)
    }
  }

  /// Takes the oldest element once there is one.
  ///
  /// - Returns: The element; nil if the channel is closed and empty, or if the task was canceled
  ///   while it waited.
  @inlinable
  public nonisolated(nonsending) func receive() async -> Element? {
    switch state.withLock({ $0.take() }) {
    case .taken(let element, let sender):
      sender?.resume(returning: true)
      return element
    case .closed: return nil
    case .mustWait(let ticket):
      guard isCancellable else { return await waitIgnoringCancellationToReceive(ticket) }
      return await waitToReceive(ticket)
    }
  }

  /// Closes the channel: receivers drain it and then get nil.
  ///
  /// Sending to a closed channel traps, and so does closing one while a sender waits.
  @inlinable
  public func close() {
    for receiver in state.withLock({ $0.close() }) {
      receiver.handle.resume(returning: (receiver.index, nil))
    }
  }

  @inlinable
  nonisolated(nonsending) func wait(toSend element: Element, _ ticket: Int) async -> Bool {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { enlist($0, toSend: element, ticket) }
    } onCancel: {
      let sender = state.withLock { $0.senders.removeFirst { $0.ticket == ticket } }
      sender?.handle.resume(returning: false)
    }
  }

  @inlinable
  nonisolated(nonsending) func waitToReceive(_ ticket: Int) async -> Element? {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { enlist($0, toReceive: ticket) }
    } onCancel: {
      let receiver = state.withLock { $0.receivers.removeFirst { $0.ticket == ticket } }
      receiver?.handle.resume(returning: (0, nil))
    }.element
  }

  // The next two are not inlined: that cost a channel with cancellation 3 % of its processor time.
  @inlinable
  @inline(never)
  nonisolated(nonsending) func waitIgnoringCancellation(toSend element: Element, _ ticket: Int)
    async -> Bool
  {
    await withUnsafeContinuation { enlist($0, toSend: element, ticket) }
  }

  @inlinable
  @inline(never)
  nonisolated(nonsending) func waitIgnoringCancellationToReceive(_ ticket: Int) async -> Element? {
    await withUnsafeContinuation { enlist($0, toReceive: ticket) }.element
  }

  /// Resumes the sender at once if it need not wait after all.
  @inlinable
  func enlist(
    _ continuation: UnsafeContinuation<Bool, Never>, toSend element: Element, _ ticket: Int
  ) {
    let attempt = state.withLock { state -> State.Put? in
      let attempt = state.put(element)
      guard case .mustWait = attempt else { return attempt }
      if isCancellable && Task.isCancelled { return nil }
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

  /// Resumes the receiver at once if it need not wait after all.
  @inlinable
  func enlist(_ continuation: UnsafeContinuation<Received, Never>, toReceive ticket: Int) {
    let attempt = state.withLock { state -> State.Take in
      let attempt = state.take()
      guard case .mustWait = attempt else { return attempt }
      if isCancellable && Task.isCancelled { return .closed }
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
}
