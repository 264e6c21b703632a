import Synchronization
import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)), .watchdog(.seconds(120)))
struct TaskChannelSelectTests {
  @Test(arguments: [0, 1, 10], [2, 6])
  func selectLosesNothing(capacity: Int, count: Int) async {
    let channels = (0..<count).map { _ in TaskChannel<Int>(capacity: capacity) }
    let received = await withTaskGroup(of: [[Int]].self) { group in
      for _ in 0..<2 {
        group.addTask {
          var mine = [[Int]](repeating: [], count: count)
          while let (index, element) = await TaskChannel.receive(fromAnyOf: channels) {
            mine[index].append(element)
          }
          return mine
        }
      }
      for channel in channels {
        group.addTask {
          for element in 0..<1_000 { await channel.send(element) }
          channel.close()
          return []
        }
      }
      return await group.reduce(into: [[Int]](repeating: [], count: count)) { all, mine in
        for (index, elements) in mine.enumerated() { all[index] += elements }
      }
    }
    for elements in received { #expect(elements.sorted() == Array(0..<1_000)) }
  }

  @Test(arguments: [2, 6])
  func selectStarvesNoChannel(count: Int) async {
    let channels = (0..<count).map { _ in TaskChannel<Int>(capacity: 1_000) }
    for channel in channels { for element in 0..<1_000 { await channel.send(element) } }
    var counts = [Int](repeating: 0, count: count)
    for _ in 0..<500 * count {
      if let (index, _) = await TaskChannel.receive(fromAnyOf: channels) { counts[index] += 1 }
    }
    // About 500 each are expected; a binomial count is off by 200 at most once in 10^18 runs.
    #expect(counts.allSatisfy { 300...700 ~= $0 }, "\(counts)")
  }

  @Test func aSelectEndsWhenAllChannelsAreClosedAndNotBefore() async throws {
    let channels = (0..<3).map { _ in TaskChannel<Int>(capacity: 1) }
    @Sendable func isWaited(for channel: TaskChannel<Int>) -> Bool {
      channel.state.withLock { $0.receivers.count } == 1
    }
    async let selecting = {
      var received: [Int] = []
      while let (_, element) = await TaskChannel.receive(fromAnyOf: channels) {
        received.append(element)
      }
      return received
    }()
    for last in 0..<2 {
      try await eventually { channels[last...].allSatisfy(isWaited) }
      channels[last].close()
      try await eventually { channels[(last + 1)...].allSatisfy(isWaited) }
    }
    await channels[2].send(7)
    channels[2].close()
    #expect(await selecting == [7])
    #expect(channels.allSatisfy { !isWaited(for: $0) })
  }

  @Test func aSelectThatWasAnsweredWaitsNowhere() async throws {
    let channels = (0..<3).map { _ in TaskChannel<Int>(capacity: 1) }
    let selecting = Task { await TaskChannel.receive(fromAnyOf: channels)?.index }
    for channel in channels {
      try await eventually { channel.state.withLock { $0.receivers.count } == 1 }
    }
    await channels[1].send(7)
    #expect(try await value(of: selecting) == 1)
    for channel in channels { #expect(channel.state.withLock { $0.receivers.isEmpty }) }
  }

  @Test func withoutChannelsASelectEndsAtOnce() async {
    let received = await TaskChannel<Int>.receive(fromAnyOf: [])
    #expect(received == nil)
  }

  @Test func aSelectAndAReceiverThatWaitAreServedInTurn() async throws {
    let channels = (0..<2).map { _ in TaskChannel<Int>(capacity: 1) }
    async let selected = TaskChannel.receive(fromAnyOf: channels)?.element
    try await eventually { channels[0].state.withLock { $0.receivers.count } == 1 }
    async let received = channels[0].receive()
    try await eventually { channels[0].state.withLock { $0.receivers.count } == 2 }
    await channels[0].send(1)
    await channels[0].send(2)
    #expect(await selected == 1)
    #expect(await received == 2)
  }
}
