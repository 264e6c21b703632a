public import Synchronization

extension TaskChannel {
  /// Takes an element from any channel that has one.
  ///
  /// It starts looking at a random channel, so that no channel starves.
  ///
  /// - Returns: The element with the index of its channel; nil if all channels are closed and
  ///   empty, or if the task was canceled while it waited.
  @inlinable
  public nonisolated(nonsending) static func receive(
    fromAnyOf channels: [TaskChannel]
  ) async -> (index: Int, element: Element)? {
    while true {
      var isOpen = false
      for turn in Select.turns(among: channels.count) {
        let index = turn % channels.count
        switch channels[index].state.withLock({ $0.take() }) {
        case .taken(let element, let sender):
          sender?.resume(returning: true)
          return (index, element)
        case .closed: continue
        case .mustWait: isOpen = true
        }
      }
      guard isOpen else { return nil }
      let (index, element) = await wait(toReceiveFromAnyOf: channels)
      if let element { return (index, element) }
      if isCancellable(channels) && Task.isCancelled { return nil }
    }
  }

  /// Waits at all channels until one has an element, one is closed, or the task is canceled.
  @inlinable
  nonisolated(nonsending) static func wait(
    toReceiveFromAnyOf channels: [TaskChannel]
  ) async -> Received {
    let claim = Select.Claim()
    defer { for channel in channels { channel.state.withLock { _ = $0.withdraw(claim) } } }
    guard isCancellable(channels) else {
      return await withUnsafeContinuation { enlist($0, at: channels, claim) }
    }
    return await withTaskCancellationHandler {
      await withUnsafeContinuation { enlist($0, at: channels, claim) }
    } onCancel: {
      for channel in channels {
        let receiver = channel.state.withLock { $0.withdraw(claim) }
        if let receiver, claim.take() { receiver.handle.resume(returning: (0, nil)) }
      }
    }
  }

  /// Resumes the receiver at once if it need not wait after all.
  @inlinable
  static func enlist(
    _ continuation: UnsafeContinuation<Received, Never>, at channels: [TaskChannel],
    _ claim: Select.Claim
  ) {
    var isWaiting = false
    for (index, channel) in channels.enumerated() {
      let receiver = State.Receiver(continuation, index: index, claim: claim)
      switch channel.state.withLock({ $0.take(for: receiver, claim) }) {
      case .taken(let element, let sender)?:
        sender?.resume(returning: true)
        return continuation.resume(returning: (index, element))
      case .closed?: continue
      case .mustWait?: isWaiting = true
      case nil: return
      }
    }
    let isCancelled = isCancellable(channels) && Task.isCancelled
    if !isWaiting || isCancelled, claim.take() { continuation.resume(returning: (0, nil)) }
  }

  /// Whether a wait at these channels can be canceled, which the first one decides.
  @inlinable
  static func isCancellable(_ channels: [TaskChannel]) -> Bool {
    channels.first?.isCancellable ?? true
  }
}
