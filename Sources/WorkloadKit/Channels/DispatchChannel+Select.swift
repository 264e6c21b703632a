public import Dispatch
public import Synchronization

extension DispatchChannel {
  /// Takes an element from any channel that has one.
  ///
  /// It starts looking at a random channel, so that no channel starves.
  ///
  /// `then` gets the element with the index of its channel, or nil if all channels are
  /// closed and empty.
  @inlinable
  public static func receive(
    fromAnyOf channels: [DispatchChannel], on queue: DispatchQueue,
    then: @escaping @Sendable ((index: Int, element: Element)?) -> Void
  ) {
    var received: (index: Int, element: Element)?
    var isOpen = false
    for turn in Select.turns(among: channels.count) where received == nil {
      let index = turn % channels.count
      switch channels[index].state.withLock({ $0.take() }) {
      case .taken(let element, let sender):
        if let sender { sender.queue.async(execute: sender.then) }
        received = (index, element)
      case .closed: continue
      case .mustWait: isOpen = true
      }
    }
    if isOpen && received == nil {
      return wait(toReceiveFromAnyOf: channels, on: queue, then: then)
    }
    guard Nesting.begin() else { return queue.async { [received] in then(received) } }
    then(received)
    Nesting.end()
  }

  /// Waits at all channels until one has an element or is closed.
  @inlinable
  static func wait(
    toReceiveFromAnyOf channels: [DispatchChannel], on queue: DispatchQueue,
    then: @escaping @Sendable ((index: Int, element: Element)?) -> Void
  ) {
    let claim = Select.Claim()
    let answer: Handler = { index, element in
      queue.async {
        for channel in channels { channel.state.withLock { _ = $0.withdraw(claim) } }
        guard let element else { return receive(fromAnyOf: channels, on: queue, then: then) }
        then((index, element))
      }
    }
    var isWaiting = false
    for (index, channel) in channels.enumerated() {
      let receiver = State.Receiver(answer, index: index, claim: claim)
      switch channel.state.withLock({ $0.take(for: receiver, claim) }) {
      case .taken(let element, let sender)?:
        if let sender { sender.queue.async(execute: sender.then) }
        return answer(index, element)
      case .closed?: continue
      case .mustWait?: isWaiting = true
      case nil: return
      }
    }
    if !isWaiting { queue.async { then(nil) } }
  }
}
