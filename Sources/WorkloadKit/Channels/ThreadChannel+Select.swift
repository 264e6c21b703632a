extension ThreadChannel {
  /// Takes an element from any channel that has one.
  ///
  /// It starts looking at a random channel, so that no channel starves.
  ///
  /// - Returns: The element with the index of its channel; nil if all channels are closed and
  ///   empty.
  @inlinable
  public static func receive(
    fromAnyOf channels: [ThreadChannel]
  ) -> (index: Int, element: Element)? {
    while true {
      var isOpen = false
      for turn in Select.turns(among: channels.count) {
        let index = turn % channels.count
        switch channels[index].withLock({ $0.take() }) {
        case .taken(let element, let sender):
          sender?.wake(with: nil, from: 0)
          return (index, element)
        case .closed: continue
        case .mustWait: isOpen = true
        }
      }
      guard isOpen else { return nil }
      let (index, element) = wait(toReceiveFromAnyOf: channels)
      if let element { return (index, element) }
    }
  }

  /// Waits at all channels until one has an element or is closed.
  @inlinable
  static func wait(
    toReceiveFromAnyOf channels: [ThreadChannel]
  ) -> (index: Int, element: Element?) {
    let claim = Select.Claim()
    let waiter = Waiter()
    defer { for channel in channels { channel.withLock { _ = $0.withdraw(claim) } } }
    var isWaiting = false
    for (index, channel) in channels.enumerated() {
      let receiver = State.Receiver(waiter, index: index, claim: claim)
      switch channel.withLock({ $0.take(for: receiver, claim) }) {
      case .taken(let element, let sender)?:
        sender?.wake(with: nil, from: 0)
        return (index, element)
      case .closed?: continue
      case .mustWait?: isWaiting = true
      case nil: return waiter.sleep()
      }
    }
    return isWaiting ? waiter.sleep() : (0, nil)
  }
}
