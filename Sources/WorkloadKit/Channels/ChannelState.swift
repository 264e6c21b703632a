/// What a bounded channel holds: elements, and whoever waits at it.
///
/// The three channels share it and differ in what waiting is: each keeps it under a lock and puts in
/// its own handles. Nobody is woken here, since that must happen after the lock is released.
/// Receivers wait only while there is no element and senders only while there is no slot, so whoever
/// comes later cannot overtake one that waits.
// It is inlinable, as the channels are: code that is generic over the element and called from another
// module is not specialized otherwise, and took five to ten times as long.
@usableFromInline
struct ChannelState<Element: Sendable, ReceiverHandle: Sendable, SenderHandle: Sendable> {
  /// One that waits for an element; with a claim when it waits at several channels.
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
    /// The receiver is to be woken with the element.
    case handed(Receiver)
    case mustWait(ticket: Int)
  }

  @usableFromInline
  enum Take: Sendable {
    /// The sender, if any, is to be woken: its own element is in.
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
    precondition(capacity >= 0, "a channel has no fewer than 0 slots")
    self.capacity = capacity
    buffer = RingBuffer(capacity: capacity)
  }

  /// Hands the element to the first receiver, or puts it into a slot.
  @inlinable
  mutating func put(_ element: Element) -> Put {
    precondition(!isClosed, "nothing is sent to a closed channel")
    if let receiver = popReceiver() { return .handed(receiver) }
    if buffer.count < capacity {
      buffer.append(element)
      return .buffered
    }
    lastTicket += 1
    return .mustWait(ticket: lastTicket)
  }

  /// Takes the oldest element; the first sender's takes its slot.
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

  /// Takes the oldest element, or lets a select wait; nil when another channel has answered it.
  @inlinable
  mutating func take(for selecting: Receiver, _ claim: Select.Claim) -> Take? {
    if !buffer.isEmpty || !senders.isEmpty { return claim.take() ? take() : nil }
    let attempt = take()
    if case .mustWait = attempt { receivers.append(selecting) }
    return attempt
  }

  /// Forgets a select.
  @inlinable
  mutating func withdraw(_ claim: Select.Claim) -> Receiver? {
    receivers.removeFirst { $0.claim === claim }
  }

  /// Closes; the receivers that are returned are to be woken without an element.
  @inlinable
  mutating func close() -> [Receiver] {
    precondition(senders.isEmpty, "a channel is closed when nobody sends any more")
    isClosed = true
    var waiting: [Receiver] = []
    while let receiver = popReceiver() { waiting.append(receiver) }
    return waiting
  }

  /// The first receiver that no other channel has answered.
  @inlinable
  mutating func popReceiver() -> Receiver? {
    while let receiver = receivers.popFirst() {
      if receiver.claim?.take() ?? true { return receiver }
    }
    return nil
  }
}
