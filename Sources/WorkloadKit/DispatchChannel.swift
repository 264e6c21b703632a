public import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A bounded channel for blocks: whoever must wait leaves a handler, and no thread is held.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender goes on when
/// a receiver has taken the element. A caller is a block on the queue that it names. Its handler runs
/// at once, within the call, when there is nothing to wait for; otherwise, and where such calls have
/// nested deep, as a block of its own on that queue.
public final class DispatchChannel<Element: Sendable>: Sendable {
  private typealias Receiver = (queue: DispatchQueue, then: @Sendable (Element?) -> Void)
  private typealias Sender = (element: Element, queue: DispatchQueue, then: @Sendable () -> Void)

  private struct State: ~Copyable {
    var buffer: RingBuffer<Element>
    var receivers = RingBuffer<Receiver>()
    var senders = RingBuffer<Sender>()
    var selectors = RingBuffer<DispatchSelector>()
    var isClosed = false
  }

  private let capacity: Int
  private let state: Mutex<State>

  /// Makes a channel with so many slots, from 0.
  public init(capacity: Int) {
    precondition(capacity >= 0, "a channel has no fewer than 0 slots")
    self.capacity = capacity
    state = Mutex(State(buffer: RingBuffer(capacity: capacity)))
  }

  /// Puts an element in; `then` runs once it has a slot or, with capacity 0, was taken.
  public func send(
    _ element: Element, on queue: DispatchQueue, then: @escaping @Sendable () -> Void
  ) {
    let isDone = state.withLock { state in
      precondition(!state.isClosed, "nothing is sent to a closed channel")
      if let receiver = state.receivers.popFirst() {
        receiver.queue.async { receiver.then(element) }
        return true
      }
      let hasSlot = state.buffer.count < capacity
      if hasSlot {
        state.buffer.append(element)
      } else {
        state.senders.append((element, queue, then))
      }
      notify(&state)
      return hasSlot
    }
    if isDone { Nesting.run(on: queue, then) }
  }

  /// Takes the oldest element out; `then` gets it once there is one, and nil when the channel is
  /// closed and empty.
  public func receive(
    on queue: DispatchQueue, then: @escaping @Sendable (Element?) -> Void
  ) {
    let result = state.withLock { state -> Element?? in
      if let element = take(from: &state) { return element }
      if state.isClosed { return .some(nil) }
      state.receivers.append((queue, then))
      return nil
    }
    if let result { Nesting.run(on: queue) { then(result) } }
  }

  /// Lets receivers drain the channel and then get nil; nothing may be sent any more.
  public func close() {
    state.withLock { state in
      precondition(state.senders.isEmpty, "a channel is closed when nobody sends any more")
      state.isClosed = true
      while let receiver = state.receivers.popFirst() {
        receiver.queue.async { receiver.then(nil) }
      }
      notify(&state)
    }
  }

  /// Takes an element out of a slot, which the first sender that waits fills, or from that sender.
  private func take(from state: inout State) -> Element? {
    let element = state.buffer.popFirst()
    guard let sender = state.senders.popFirst() else { return element }
    sender.queue.async(execute: sender.then)
    guard let element else { return sender.element }
    state.buffer.append(sender.element)
    return element
  }

  private func notify(_ state: inout State) {
    while let selector = state.selectors.popFirst() { selector.wake() }
  }
}

extension DispatchChannel {
  /// Takes an element from whichever channel has one, beginning at a random one so that none starves.
  ///
  /// `then` gets it with the index of its channel, and nil when all are closed and empty.
  public static func receive(
    fromAnyOf channels: [DispatchChannel], on queue: DispatchQueue,
    then: @escaping @Sendable ((index: Int, element: Element)?) -> Void
  ) {
    switch poll(channels, for: nil) {
    case .element(let index, let element):
      return Nesting.run(on: queue) { then((index, element)) }
    case .closed: return Nesting.run(on: queue) { then(nil) }
    case .empty, .woken: break
    }
    let selector = DispatchSelector { selector in
      queue.async {
        for channel in channels { channel.unregister(selector) }
        receive(fromAnyOf: channels, on: queue, then: then)
      }
    }
    // An element that came meanwhile is taken here, unless its sender has woken the selector.
    switch poll(channels, for: selector) {
    case .element(let index, let element):
      for channel in channels { channel.unregister(selector) }
      Nesting.run(on: queue) { then((index, element)) }
    case .closed: Nesting.run(on: queue) { then(nil) }
    case .empty, .woken: break
    }
  }

  private enum Poll {
    case element(Int, Element)
    case empty
    case closed
    case woken
  }

  /// Looks at each channel once; an empty one will wake the selector.
  private static func poll(_ channels: [DispatchChannel], for selector: DispatchSelector?) -> Poll {
    var isOpen = false
    let start = SelectOrder.start(among: channels.count)
    for offset in channels.indices {
      let index = (start + offset) % channels.count
      let result = channels[index].state.withLock { state -> Poll in
        if !state.buffer.isEmpty || !state.senders.isEmpty {
          if let selector, !selector.finish() { return .woken }
          return channels[index].take(from: &state).map { .element(index, $0) } ?? .empty
        }
        if state.isClosed { return .closed }
        if let selector { state.selectors.append(selector) }
        return .empty
      }
      switch result {
      case .element, .woken: return result
      case .closed: continue
      case .empty: isOpen = true
      }
    }
    return isOpen ? .empty : .closed
  }

  private func unregister(_ selector: DispatchSelector) {
    state.withLock { _ = $0.selectors.removeFirst { $0 === selector } }
  }
}

/// A call that waits for any of several channels; the first of them that wakes it has it tried again.
private final class DispatchSelector: Sendable {
  private let isFinished = Atomic(false)
  private let retry: @Sendable (DispatchSelector) -> Void

  init(retry: @escaping @Sendable (DispatchSelector) -> Void) { self.retry = retry }

  /// Whether nobody has woken or finished it before.
  func finish() -> Bool { !isFinished.exchange(true, ordering: .relaxed) }

  func wake() { if finish() { retry(self) } }
}

/// How deep handlers run within one another on the calling thread.
private enum Nesting {
  private static let deepest = 64
  private static let key = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Runs the handler at once, or as a block on the queue where the stack has grown.
  static func run(on queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void) {
    let depth = Int(bitPattern: pthread_getspecific(key))
    guard depth < deepest else { return queue.async(execute: handler) }
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: depth + 1))
    handler()
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: depth))
  }
}
