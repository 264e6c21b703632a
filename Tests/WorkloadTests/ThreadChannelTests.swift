import Synchronization
import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)))
struct ThreadChannelTests {
  /// Runs the bodies, each on a thread of its own, and waits for all.
  private func run(_ bodies: [@Sendable () -> Void]) throws {
    for thread in try startThreads(bodies.count, { bodies[$0]() }) { thread.join() }
  }

  @Test(arguments: [0, 1, 100])
  func elementsArriveInTheOrderInWhichTheyWereSent(capacity: Int) throws {
    let channel = ThreadChannel<Int>(capacity: capacity)
    let received = Mutex<[Int]>([])
    try run([
      {
        for element in 0..<5_000 { channel.send(element) }
        channel.close()
      },
      { while let element = channel.receive() { received.withLock { $0.append(element) } } },
    ])
    #expect(received.withLock { $0 } == Array(0..<5_000))
  }

  @Test(arguments: [0, 1, 100])
  func everyElementOfManySendersReachesOneOfManyReceivers(capacity: Int) throws {
    let channel = ThreadChannel<Int>(capacity: capacity)
    let sending = Atomic(8)
    let sum = Atomic(0)
    let sender: @Sendable () -> Void = {
      for element in 1...500 { channel.send(element) }
      if sending.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { channel.close() }
    }
    let receiver: @Sendable () -> Void = {
      while let element = channel.receive() { sum.add(element, ordering: .relaxed) }
    }
    try run(
      [@Sendable () -> Void](repeating: sender, count: 8)
        + [@Sendable () -> Void](repeating: receiver, count: 8))
    #expect(sum.load(ordering: .relaxed) == 8 * 125_250)
  }

  @Test func withoutASlotTheSenderWaitsUntilItsElementIsTaken() throws {
    let channel = ThreadChannel<Int>(capacity: 0)
    let isTaken = Atomic(false)
    let wasTakenBeforeTheSenderWentOn = Atomic(false)
    try run([
      {
        channel.send(1)
        wasTakenBeforeTheSenderWentOn.store(
          isTaken.load(ordering: .acquiring), ordering: .releasing)
      },
      {
        sleepBlocking(milliseconds: 20)
        isTaken.store(true, ordering: .releasing)
        _ = channel.receive()
      },
    ])
    let inOrder = wasTakenBeforeTheSenderWentOn.load(ordering: .acquiring)
    #expect(inOrder)
  }

  @Test func whatIsBufferedIsDrainedAfterTheEnd() {
    let channel = ThreadChannel<Int>(capacity: 2)
    channel.send(1)
    channel.send(2)
    channel.close()
    #expect(channel.receive() == 1)
    #expect(channel.receive() == 2)
    #expect(channel.receive() == nil)
  }

  @Test func theEndWakesEveryReceiver() throws {
    let channel = ThreadChannel<Int>(capacity: 1)
    let ended = Atomic(0)
    let receiver: @Sendable () -> Void = {
      if channel.receive() == nil { ended.add(1, ordering: .relaxed) }
    }
    try run(
      [@Sendable () -> Void](repeating: receiver, count: 10) + [
        {
          sleepBlocking(milliseconds: 10)
          channel.close()
        }
      ])
    #expect(ended.load(ordering: .relaxed) == 10)
  }

  @Test(arguments: [0, 1, 10], [2, 6])
  func selectLosesNothing(capacity: Int, count: Int) throws {
    let channels = (0..<count).map { _ in ThreadChannel<Int>(capacity: capacity) }
    let counts = Mutex([Int](repeating: 0, count: count))
    let receiver: @Sendable () -> Void = {
      while let (index, element) = ThreadChannel.receive(fromAnyOf: channels) {
        counts.withLock { $0[index] += element }
      }
    }
    let senders = channels.map { channel -> @Sendable () -> Void in
      {
        for _ in 0..<500 { channel.send(1) }
        channel.close()
      }
    }
    try run(senders + [receiver, receiver])
    #expect(counts.withLock { $0 } == [Int](repeating: 500, count: count))
  }

  @Test func selectTakesReadyChannelsInTurn() {
    let channels = (0..<4).map { _ in ThreadChannel<Int>(capacity: 1_000) }
    for channel in channels { for element in 0..<1_000 { channel.send(element) } }
    var counts = [0, 0, 0, 0]
    for _ in 0..<2_000 {
      if let (index, _) = ThreadChannel.receive(fromAnyOf: channels) { counts[index] += 1 }
    }
    // 500 each are expected; a binomial count strays by 200 once in 10^24 runs.
    #expect(counts.allSatisfy { 300...700 ~= $0 }, "\(counts)")
  }
}
