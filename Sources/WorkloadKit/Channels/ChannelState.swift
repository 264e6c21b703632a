/// The state of a bounded channel: its elements and its waiters.
///
/// Three channels share it. Each guards it with a lock and stores its own kind of handle for a
/// waiter. Waiters are not woken here, because that must happen after the lock is released.
/// Receivers wait only while there is no element, and senders wait only while there is no slot, so
/// a later caller cannot overtake a waiter.
// It is inlinable, as the channels are. Otherwise generic code called from another module is not
// specialized, and it took five to ten times as long.
@usableFromInline
struct ChannelState<Element: Sendable, ReceiverHandle: Sendable, SenderHandle: Sendable> {
  /// A waiting receiver; it has a claim if it waits at several channels.
  @usableFromInline
  struct Receiver: Sendable {
    @usableFromInline let handle: ReceiverHandle
    @usableFromInline var ticket = 0
    @usableFromInline var index = 0
    @usableFromInline var claim: Select.Claim?

    @inlinable
    init(_ handle: ReceiverHandle, ticket: Int) {
      self.handle = handle
      self.ticket = ticket
    }

    @inlinable
    init(_ handle: ReceiverHandle, index: Int, claim: Select.Claim) {
      self.handle = handle
      self.index = index
      self.claim = claim
    }
  }

  @usableFromInline
  struct Sender: Sendable {
    @usableFromInline let handle: SenderHandle
    @usableFromInline let element: Element
    @usableFromInline let ticket: Int

    @inlinable
    init(_ handle: SenderHandle, _ element: Element, ticket: Int) {
      self.handle = handle
      self.element = element
      self.ticket = ticket
    }
  }

  @usableFromInline
  enum Put: Sendable {
    case buffered
    /// The caller must wake the receiver with the element.
    case handed(Receiver)
    case mustWait(ticket: Int)
  }

  @usableFromInline
  enum Take: Sendable {
    /// The caller must wake the sender, if there is one: its element is now in the channel.
    case taken(Element, from: SenderHandle?)
    case closed
    case mustWait(ticket: Int)
  }

  @usableFromInline let capacity: Int
  @usableFromInline var buffer: RingBuffer<Element>
  @usableFromInline var receivers = RingBuffer<Receiver>()
  @usableFromInline var senders = RingBuffer<Sender>()
  @usableFromInline var lastTicket = 0
  @usableFromInline var isClosed = false

  @inlinable
  init(capacity: Int) {
    precondition(capacity >= 0, "the capacity of a channel must not be negative")
    self.capacity = capacity
    buffer = RingBuffer(capacity: capacity)
  }

  /// Hands the element to the first waiting receiver or puts it into a slot.
  @inlinable
  mutating func put(_ element: Element) -> Put {
    precondition(!isClosed, "sending to a closed channel")
    if let receiver = popReceiver() { return .handed(receiver) }
    if buffer.count < capacity {
      buffer.append(element)
      return .buffered
    }
    lastTicket += 1
    return .mustWait(ticket: lastTicket)
  }

  /// Takes the oldest element; the first waiting sender's element moves into its slot.
  @inlinable
  mutating func take() -> Take {
    let oldest = buffer.popFirst()
    if let sender = senders.popFirst() {
      guard let oldest else { return .taken(sender.element, from: sender.handle) }
      buffer.append(sender.element)
      return .taken(oldest, from: sender.handle)
    }
    if let oldest { return .taken(oldest, from: nil) }
    if isClosed { return .closed }
    lastTicket += 1
    return .mustWait(ticket: lastTicket)
  }

  /// Takes the oldest element or registers a select.
  ///
  /// Returns nil if another channel has already answered the select.
  @inlinable
  mutating func take(for selecting: Receiver, _ claim: Select.Claim) -> Take? {
    if !buffer.isEmpty || !senders.isEmpty { return claim.take() ? take() : nil }
    let attempt = take()
    if case .mustWait = attempt { receivers.append(selecting) }
    return attempt
  }

  /// Removes a select from the waiters.
  @inlinable
  mutating func withdraw(_ claim: Select.Claim) -> Receiver? {
    receivers.removeFirst { $0.claim === claim }
  }

  /// Closes the channel; the caller must wake the returned receivers without an element.
  @inlinable
  mutating func close() -> [Receiver] {
    precondition(senders.isEmpty, "closing a channel while a sender waits")
    isClosed = true
    var waiting: [Receiver] = []
    while let receiver = popReceiver() { waiting.append(receiver) }
    return waiting
  }

  /// Removes and returns the first receiver that no other channel has answered.
  @inlinable
  mutating func popReceiver() -> Receiver? {
    while let receiver = receivers.popFirst() {
      if receiver.claim?.take() ?? true { return receiver }
    }
    return nil
  }
}
