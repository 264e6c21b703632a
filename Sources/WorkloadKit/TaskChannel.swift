import Synchronization

/// A bounded channel for tasks: whoever must wait suspends, and no thread is held.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender goes on when
/// a receiver has taken the element. An element goes straight to a receiver that waits.
public final class TaskChannel<Element: Sendable>: Sendable {
  private typealias Receiver = (id: UInt64, resume: UnsafeContinuation<Element?, Never>)
  private typealias Sender = (
    id: UInt64, element: Element, resume: UnsafeContinuation<Bool, Never>
  )

  private struct State: ~Copyable {
    var buffer: RingBuffer<Element>
    var receivers = RingBuffer<Receiver>()
    var senders = RingBuffer<Sender>()
    var selectors: [TaskSelector] = []
    var lastID: UInt64 = 0
    var isClosed = false

    mutating func nextID() -> UInt64 {
      lastID += 1
      return lastID
    }

    mutating func takeSelectors() -> [TaskSelector] {
      guard !selectors.isEmpty else { return [] }
      defer { selectors = [] }
      return selectors
    }
  }

  private let capacity: Int
  private let state: Mutex<State>

  /// Makes a channel with so many slots, from 0.
  public init(capacity: Int) {
    precondition(capacity >= 0, "a channel has no fewer than 0 slots")
    self.capacity = capacity
    state = Mutex(State(buffer: RingBuffer(capacity: capacity)))
  }

  /// Puts an element in, once there is a slot or a receiver for it.
  ///
  /// - Returns: Whether it was taken or has a slot; false when the task was cancelled before.
  @discardableResult
  public func send(_ element: Element) async -> Bool {
    // Whoever is woken wants the lock, so it is given back before.
    if let isDone = state.withLock({ put(element, into: &$0) }).finish(element) { return isDone }
    let id = state.withLock { $0.nextID() }
    return await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let step = state.withLock { state -> Put in
          if Task.isCancelled { return .refused }
          let step = put(element, into: &state)
          guard case .full = step else { return step }
          state.senders.append((id, element, continuation))
          return .waiting(selectors: state.takeSelectors())
        }
        if let isDone = step.finish(element) { continuation.resume(returning: isDone) }
      }
    } onCancel: {
      state.withLock { $0.senders.removeFirst { $0.id == id } }?.resume.resume(returning: false)
    }
  }

  /// Takes the oldest element out, once there is one.
  ///
  /// - Returns: nil when the channel is closed and empty, or the task was cancelled while it waited.
  public func receive() async -> Element? {
    switch state.withLock({ take(from: &$0) }) {
    case .element(let element, let sender):
      sender?.resume(returning: true)
      return element
    case .closed: return nil
    case .empty: break
    }
    let id = state.withLock { $0.nextID() }
    return await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let step = state.withLock { state -> Take in
          let step = take(from: &state)
          guard case .empty = step else { return step }
          if Task.isCancelled { return .closed }
          state.receivers.append((id, continuation))
          return .empty
        }
        switch step {
        case .element(let element, let sender):
          sender?.resume(returning: true)
          continuation.resume(returning: element)
        case .closed: continuation.resume(returning: nil)
        case .empty: break
        }
      }
    } onCancel: {
      state.withLock { $0.receivers.removeFirst { $0.id == id } }?.resume.resume(returning: nil)
    }
  }

  /// Lets receivers drain the channel and then get nil; nothing may be sent any more.
  public func close() {
    let (receivers, selectors) = state.withLock { state in
      precondition(state.senders.isEmpty, "a channel is closed when nobody sends any more")
      state.isClosed = true
      var receivers: [UnsafeContinuation<Element?, Never>] = []
      while let receiver = state.receivers.popFirst() { receivers.append(receiver.resume) }
      return (receivers, state.takeSelectors())
    }
    for receiver in receivers { receiver.resume(returning: nil) }
    for selector in selectors { selector.wake() }
  }

  /// What became of an element, and who is to be woken once the lock is given back.
  private enum Put {
    case handed(UnsafeContinuation<Element?, Never>)
    case stored(selectors: [TaskSelector])
    case waiting(selectors: [TaskSelector])
    case full
    case refused

    /// Wakes them, and says whether the sender is done; nil while it must wait.
    func finish(_ element: Element) -> Bool? {
      switch self {
      case .handed(let receiver):
        receiver.resume(returning: element)
        return true
      case .stored(let selectors):
        for selector in selectors { selector.wake() }
        return true
      case .waiting(let selectors):
        for selector in selectors { selector.wake() }
        return nil
      case .full: return nil
      case .refused: return false
      }
    }
  }

  /// What there was to take; a sender whose element now has a slot is to be resumed.
  private enum Take {
    case element(Element, sender: UnsafeContinuation<Bool, Never>?)
    case closed
    case empty
  }

  /// Hands the element to a receiver or a slot.
  private func put(_ element: Element, into state: inout State) -> Put {
    precondition(!state.isClosed, "nothing is sent to a closed channel")
    if let receiver = state.receivers.popFirst() { return .handed(receiver.resume) }
    guard state.buffer.count < capacity else { return .full }
    state.buffer.append(element)
    return .stored(selectors: state.takeSelectors())
  }

  /// Takes an element out of a slot, which the first sender that waits fills, or from that sender.
  private func take(from state: inout State) -> Take {
    let element = state.buffer.popFirst()
    guard let sender = state.senders.popFirst() else {
      return element.map { .element($0, sender: nil) } ?? (state.isClosed ? .closed : .empty)
    }
    guard let element else { return .element(sender.element, sender: sender.resume) }
    state.buffer.append(sender.element)
    return .element(element, sender: sender.resume)
  }
}

extension TaskChannel {
  /// Takes an element from whichever channel has one, beginning at a random one so that none starves.
  ///
  /// - Returns: The element with the index of its channel; nil when all are closed and empty, or the
  ///   task was cancelled while it waited.
  public static func receive(
    fromAnyOf channels: [TaskChannel]
  ) async -> (index: Int, element: Element)? {
    while !Task.isCancelled {
      switch poll(channels, for: nil) {
      case .element(let index, let element): return (index, element)
      case .closed: return nil
      case .empty: break
      }
      let selector = TaskSelector()
      switch poll(channels, for: selector) {
      case .element(let index, let element):
        for channel in channels { channel.unregister(selector) }
        return (index, element)
      case .closed: return nil
      case .empty: await selector.wait()
      }
      for channel in channels { channel.unregister(selector) }
    }
    return nil
  }

  private enum Poll {
    case element(Int, Element)
    case empty
    case closed
  }

  /// Looks at each channel once; an empty one will wake the selector.
  private static func poll(_ channels: [TaskChannel], for selector: TaskSelector?) -> Poll {
    var isOpen = false
    let start = SelectOrder.start(among: channels.count)
    for offset in channels.indices {
      let index = (start + offset) % channels.count
      let step = channels[index].state.withLock { state -> Take in
        let step = channels[index].take(from: &state)
        if case .empty = step, let selector { state.selectors.append(selector) }
        return step
      }
      switch step {
      case .element(let element, let sender):
        sender?.resume(returning: true)
        return .element(index, element)
      case .closed: continue
      case .empty: isOpen = true
      }
    }
    return isOpen ? .empty : .closed
  }

  private func unregister(_ selector: TaskSelector) {
    state.withLock { $0.selectors.removeAll { $0 === selector } }
  }
}

/// A task that waits for any of several channels; each may wake it, and the first one does.
final class TaskSelector: Sendable {
  private enum State {
    case idle
    case waiting(UnsafeContinuation<Void, Never>)
    case woken
  }

  private let state = Mutex(State.idle)

  func wake() {
    let waiting = state.withLock { state -> UnsafeContinuation<Void, Never>? in
      defer { state = .woken }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    waiting?.resume()
  }

  func wait() async {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let isWoken = state.withLock { state in
          if case .woken = state { return true }
          state = .waiting(continuation)
          return false
        }
        if isWoken { continuation.resume() }
      }
    } onCancel: {
      wake()
    }
  }
}
