import Dispatch
import Synchronization
import Testing

@testable import WorkloadKit

/// Receiving from several channels.
extension DispatchChannelTests {
  @Test func aSelectAmongReadyChannelsDoesNotOverflowTheStack() async throws {
    let channels = (0..<2).map { _ in DispatchChannel<Int>(capacity: 100_000) }
    let queue = DispatchQueue(label: "both")
    let group = DispatchGroup()
    let count = Atomic(0)
    for channel in channels {
      group.enter()
      send(0..<100_000, into: channel, on: queue) {
        channel.close()
        group.leave()
      }
    }
    try await wait(for: group)
    group.enter()
    queue.async {
      select(among: channels, on: queue, group) { _ in count.add(1, ordering: .relaxed) }
    }
    try await wait(for: group)
    #expect(count.load(ordering: .relaxed) == 200_000)
  }

  /// Receives from all channels until they are closed, then leaves the group.
  private func select(
    among channels: [DispatchChannel<Int>], on queue: DispatchQueue, _ group: DispatchGroup,
    take: @escaping @Sendable ((index: Int, element: Int)) -> Void
  ) {
    @Sendable func receiveNext() {
      DispatchChannel.receive(fromAnyOf: channels, on: queue) { received in
        guard let received else { return group.leave() }
        take(received)
        receiveNext()
      }
    }
    receiveNext()
  }

  @Test func aSelectEndsWhenAllChannelsAreClosedAndNotBefore() async throws {
    let channels = (0..<3).map { _ in DispatchChannel<Int>(capacity: 1) }
    let queue = DispatchQueue(label: "both")
    let group = DispatchGroup()
    let received = Mutex<[Int]>([])
    group.enter()
    queue.async {
      select(among: channels, on: queue, group) { (_, element) in
        received.withLock { $0.append(element) }
      }
    }
    for last in 0..<2 {
      try await eventually { channels[last...].allSatisfy { waitingReceivers($0) == 1 } }
      channels[last].close()
      try await eventually { channels[(last + 1)...].allSatisfy { waitingReceivers($0) == 1 } }
    }
    queue.async { channels[2].send(7, on: queue) { channels[2].close() } }
    try await wait(for: group)
    #expect(received.withLock { $0 } == [7])
  }

  @Test func aSelectThatWasAnsweredWaitsNowhere() async throws {
    let channels = (0..<3).map { _ in DispatchChannel<Int>(capacity: 1) }
    let queue = DispatchQueue(label: "both")
    let selected = Atomic(-1)
    queue.async {
      DispatchChannel.receive(fromAnyOf: channels, on: queue) { received in
        selected.store(received?.index ?? -2, ordering: .releasing)
      }
    }
    try await eventually { channels.allSatisfy { waitingReceivers($0) == 1 } }
    queue.async { channels[1].send(7, on: queue) {} }
    try await eventually { selected.load(ordering: .acquiring) == 1 }
    #expect(channels.allSatisfy { waitingReceivers($0) == 0 })
  }

  @Test(arguments: [0, 1, 10], [2, 6])
  func selectLosesNothing(capacity: Int, count: Int) async throws {
    let channels = (0..<count).map { _ in DispatchChannel<Int>(capacity: capacity) }
    let received = Mutex([[Int]](repeating: [], count: count))
    let group = DispatchGroup()
    for index in 0..<2 {
      let queue = DispatchQueue(label: "receiver \(index)")
      group.enter()
      queue.async {
        select(among: channels, on: queue, group) { (index, element) in
          received.withLock { $0[index].append(element) }
        }
      }
    }
    for (index, channel) in channels.enumerated() {
      send(0..<1_000, into: channel, on: DispatchQueue(label: "sender \(index)")) {
        channel.close()
      }
    }
    try await wait(for: group)
    for elements in received.withLock({ $0 }) { #expect(elements.sorted() == Array(0..<1_000)) }
  }

  @Test(arguments: [2, 6])
  func selectStarvesNoChannel(count: Int) async throws {
    let channels = (0..<count).map { _ in DispatchChannel<Int>(capacity: 1_000) }
    let queue = DispatchQueue(label: "both")
    let group = DispatchGroup()
    for channel in channels {
      group.enter()
      send(0..<1_000, into: channel, on: queue) { group.leave() }
    }
    try await wait(for: group)
    let counts = Mutex([Int](repeating: 0, count: count))
    @Sendable func receiveNext(_ left: Int) {
      guard left > 0 else { return group.leave() }
      DispatchChannel.receive(fromAnyOf: channels, on: queue) { received in
        if let (index, _) = received { counts.withLock { $0[index] += 1 } }
        receiveNext(left - 1)
      }
    }
    group.enter()
    queue.async { receiveNext(500 * count) }
    try await wait(for: group)
    // About 500 each are expected; a binomial count is off by 200 at most once in 10^18 runs.
    let found = counts.withLock { $0 }
    #expect(found.allSatisfy { 300...700 ~= $0 }, "\(found)")
  }
}
