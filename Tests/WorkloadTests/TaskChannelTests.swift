import Synchronization
import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)), .watchdog(.seconds(120)))
struct TaskChannelTests {
  private func waitingSenders(_ channel: TaskChannel<Int>) -> Int {
    channel.state.withLock { $0.senders.count }
  }

  private func waitingReceivers(_ channel: TaskChannel<Int>) -> Int {
    channel.state.withLock { $0.receivers.count }
  }

  @Test(arguments: [0, 1, 100])
  func elementsArriveInTheOrderInWhichTheyWereSent(capacity: Int) async {
    let channel = TaskChannel<Int>(capacity: capacity)
    async let sender: Void = {
      for element in 0..<2_000 { await channel.send(element) }
      channel.close()
    }()
    var received: [Int] = []
    while let element = await channel.receive() { received.append(element) }
    await sender
    #expect(received == Array(0..<2_000))
  }

  @Test(arguments: [0, 1, 100])
  func everyElementOfManySendersReachesOneOfManyReceivers(capacity: Int) async {
    let channel = TaskChannel<Int>(capacity: capacity)
    let all = await withTaskGroup(of: [Int].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var mine: [Int] = []
          while let element = await channel.receive() { mine.append(element) }
          return mine
        }
      }
      await withTaskGroup(of: Void.self) { senders in
        for sender in 0..<8 {
          senders.addTask {
            for element in 0..<300 { await channel.send(sender * 300 + element) }
          }
        }
      }
      channel.close()
      return await group.reduce(into: []) { all, mine in all.append(mine) }
    }
    #expect(all.joined().sorted() == Array(0..<2_400))
    // A receiver gets one sender's elements in the order in which they were sent.
    for ofOne in all.flatMap({ Dictionary(grouping: $0) { $0 / 300 }.values }) {
      #expect(ofOne == ofOne.sorted())
    }
  }

  @Test func withoutASlotTheSenderWaitsUntilItsElementIsTaken() async throws {
    let channel = TaskChannel<Int>(capacity: 0)
    async let isSent = channel.send(1)
    try await eventually { waitingSenders(channel) == 1 }
    #expect(await channel.receive() == 1)
    #expect(await isSent)
  }

  @Test(arguments: [0, 1, 2])
  func sendersThatWaitAreServedInTurn(capacity: Int) async throws {
    let channel = TaskChannel<Int>(capacity: capacity)
    for element in 0..<capacity { await channel.send(element) }
    try await withThrowingTaskGroup { group in
      for sender in 0..<5 {
        group.addTask { _ = await channel.send(capacity + sender) }
        try await eventually { waitingSenders(channel) == sender + 1 }
      }
      for element in 0..<capacity + 5 { #expect(await channel.receive() == element) }
    }
  }

  @Test func receiversThatWaitAreServedInTurn() async throws {
    let channel = TaskChannel<Int>(capacity: 1)
    try await withThrowingTaskGroup { group in
      for receiver in 0..<5 {
        group.addTask { #expect(await channel.receive() == receiver) }
        try await eventually { waitingReceivers(channel) == receiver + 1 }
      }
      for element in 0..<5 { await channel.send(element) }
    }
  }

  @Test func whatIsBufferedIsDrainedAfterTheEnd() async {
    let channel = TaskChannel<Int>(capacity: 2)
    await channel.send(1)
    await channel.send(2)
    channel.close()
    #expect(await channel.receive() == 1)
    #expect(await channel.receive() == 2)
    #expect(await channel.receive() == nil)
    #expect(await channel.receive() == nil)
  }

  @Test func theEndWakesEveryReceiver() async throws {
    let channel = TaskChannel<Int>(capacity: 1)
    try await withThrowingTaskGroup(of: Int?.self) { group in
      for _ in 0..<20 { group.addTask { await channel.receive() } }
      try await eventually { waitingReceivers(channel) == 20 }
      channel.close()
      for try await element in group { #expect(element == nil) }
    }
  }
}
