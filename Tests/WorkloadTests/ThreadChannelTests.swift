import Synchronization
import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)), .watchdog(.seconds(120)))
struct ThreadChannelTests {
  /// Runs each body on a separate thread and waits for all.
  private func run(_ bodies: [@Sendable () -> Void]) async throws {
    let running = Running(bodies.count)
    let threads = try startThreads(bodies.count) { index in
      bodies[index]()
      running.end()
    }
    try await eventually { running.isOver }
    for thread in threads { thread.join() }
  }

  private final class Running: Sendable {
    private let count: Atomic<Int>
    init(_ count: Int) { self.count = Atomic(count) }
    func end() { count.subtract(1, ordering: .relaxed) }
    var isOver: Bool { count.load(ordering: .relaxed) == 0 }
  }

  private func waitingSenders(_ channel: ThreadChannel<Int>) -> Int {
    channel.withLock { $0.senders.count }
  }

  private func waitingReceivers(_ channel: ThreadChannel<Int>) -> Int {
    channel.withLock { $0.receivers.count }
  }

  @Test(arguments: [0, 1, 100])
  func elementsArriveInTheOrderInWhichTheyWereSent(capacity: Int) async throws {
    let channel = ThreadChannel<Int>(capacity: capacity)
    let received = Mutex<[Int]>([])
    try await run([
      {
        for element in 0..<2_000 { channel.send(element) }
        channel.close()
      },
      { while let element = channel.receive() { received.withLock { $0.append(element) } } },
    ])
    #expect(received.withLock { $0 } == Array(0..<2_000))
  }

  @Test(arguments: [0, 1, 100])
  func everyElementOfManySendersReachesOneOfManyReceivers(capacity: Int) async throws {
    let channel = ThreadChannel<Int>(capacity: capacity)
    let sending = Atomic(8)
    let received = Mutex<[[Int]]>([])
    let senders = (0..<8).map { sender -> @Sendable () -> Void in
      {
        for element in 0..<500 { channel.send(sender * 500 + element) }
        if sending.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { channel.close() }
      }
    }
    let receiver: @Sendable () -> Void = {
      var mine: [Int] = []
      while let element = channel.receive() { mine.append(element) }
      received.withLock { [mine] in $0.append(mine) }
    }
    try await run(senders + [@Sendable () -> Void](repeating: receiver, count: 8))
    let all = received.withLock { $0 }
    #expect(all.joined().sorted() == Array(0..<4_000))
    for mine in all { expectInOrder(mine, perSender: 500) }
  }

  /// A receiver gets one sender's elements in the order in which they were sent.
  private func expectInOrder(_ elements: [Int], perSender count: Int) {
    for ofOne in Dictionary(grouping: elements, by: { $0 / count }).values {
      #expect(ofOne == ofOne.sorted())
    }
  }

  @Test func withoutASlotTheSenderWaitsUntilItsElementIsTaken() async throws {
    let channel = ThreadChannel<Int>(capacity: 0)
    let isSent = Atomic(false)
    let threads = try startThreads(1) { _ in
      channel.send(1)
      isSent.store(true, ordering: .releasing)
    }
    try await eventually { waitingSenders(channel) == 1 }
    let wasSentBefore = isSent.load(ordering: .acquiring)
    #expect(!wasSentBefore)
    #expect(channel.receive() == 1)
    try await eventually { isSent.load(ordering: .acquiring) }
    threads[0].join()
  }

  @Test(arguments: [0, 1, 2])
  func sendersThatWaitAreServedInTurn(capacity: Int) async throws {
    let channel = ThreadChannel<Int>(capacity: capacity)
    for element in 0..<capacity { channel.send(element) }
    var threads: [JoinableThread] = []
    for sender in 0..<5 {
      threads += try startThreads(1) { _ in channel.send(capacity + sender) }
      try await eventually { waitingSenders(channel) == sender + 1 }
    }
    let received = Mutex<[Int]>([])
    try await run([
      { for _ in 0..<capacity + 5 { received.withLock { $0.append(channel.receive() ?? -1) } } }
    ])
    for thread in threads { thread.join() }
    #expect(received.withLock { $0 } == Array(0..<capacity + 5))
  }

  @Test func receiversThatWaitAreServedInTurn() async throws {
    let channel = ThreadChannel<Int>(capacity: 1)
    let received = Mutex([Int](repeating: -1, count: 5))
    var threads: [JoinableThread] = []
    for receiver in 0..<5 {
      threads += try startThreads(1) { _ in
        let element = channel.receive() ?? -1
        received.withLock { $0[receiver] = element }
      }
      try await eventually { waitingReceivers(channel) == receiver + 1 }
    }
    try await run([{ for element in 0..<5 { channel.send(element) } }])
    try await eventually { received.withLock { !$0.contains(-1) } }
    for thread in threads { thread.join() }
    #expect(received.withLock { $0 } == [0, 1, 2, 3, 4])
  }

  @Test func whatIsBufferedIsDrainedAfterTheEnd() async throws {
    let channel = ThreadChannel<Int>(capacity: 2)
    let received = Mutex<[Int?]>([])
    try await run([
      {
        channel.send(1)
        channel.send(2)
        channel.close()
        for _ in 0..<4 { received.withLock { $0.append(channel.receive()) } }
      }
    ])
    #expect(received.withLock { $0 } == [1, 2, nil, nil])
  }

  @Test func theEndWakesEveryReceiver() async throws {
    let channel = ThreadChannel<Int>(capacity: 1)
    let ended = Atomic(0)
    let threads = try startThreads(10) { _ in
      if channel.receive() == nil { ended.add(1, ordering: .relaxed) }
    }
    try await eventually { waitingReceivers(channel) == 10 }
    channel.close()
    try await eventually { ended.load(ordering: .relaxed) == 10 }
    for thread in threads { thread.join() }
  }

  @Test func aSelectEndsWhenAllChannelsAreClosedAndNotBefore() async throws {
    let channels = (0..<3).map { _ in ThreadChannel<Int>(capacity: 1) }
    let received = Mutex<[Int]>([])
    let isOver = Atomic(false)
    let threads = try startThreads(1) { _ in
      while let (_, element) = ThreadChannel.receive(fromAnyOf: channels) {
        received.withLock { $0.append(element) }
      }
      isOver.store(true, ordering: .releasing)
    }
    for last in 0..<2 {
      try await eventually { channels[last...].allSatisfy { waitingReceivers($0) == 1 } }
      channels[last].close()
      try await eventually { channels[(last + 1)...].allSatisfy { waitingReceivers($0) == 1 } }
    }
    channels[2].send(7)
    channels[2].close()
    try await eventually { isOver.load(ordering: .acquiring) }
    for thread in threads { thread.join() }
    #expect(received.withLock { $0 } == [7])
  }

  @Test func aSelectThatWasAnsweredWaitsNowhere() async throws {
    let channels = (0..<3).map { _ in ThreadChannel<Int>(capacity: 1) }
    let selected = Mutex<Int?>(nil)
    let threads = try startThreads(1) { _ in
      let index = ThreadChannel.receive(fromAnyOf: channels)?.index
      selected.withLock { $0 = index }
    }
    try await eventually { channels.allSatisfy { waitingReceivers($0) == 1 } }
    channels[1].send(7)
    try await eventually { selected.withLock { $0 } == 1 }
    for thread in threads { thread.join() }
    #expect(channels.allSatisfy { waitingReceivers($0) == 0 })
  }

  @Test(arguments: [0, 1, 10], [2, 6])
  func selectLosesNothing(capacity: Int, count: Int) async throws {
    let channels = (0..<count).map { _ in ThreadChannel<Int>(capacity: capacity) }
    let received = Mutex([[Int]](repeating: [], count: count))
    let receiver: @Sendable () -> Void = {
      while let (index, element) = ThreadChannel.receive(fromAnyOf: channels) {
        received.withLock { $0[index].append(element) }
      }
    }
    let senders = channels.map { channel -> @Sendable () -> Void in
      {
        for element in 0..<1_000 { channel.send(element) }
        channel.close()
      }
    }
    try await run(senders + [receiver, receiver])
    for elements in received.withLock({ $0 }) { #expect(elements.sorted() == Array(0..<1_000)) }
  }

  @Test(arguments: [2, 6])
  func selectStarvesNoChannel(count: Int) async throws {
    let channels = (0..<count).map { _ in ThreadChannel<Int>(capacity: 1_000) }
    let counts = Mutex([Int](repeating: 0, count: count))
    try await run([
      {
        for channel in channels { for element in 0..<1_000 { channel.send(element) } }
        for _ in 0..<500 * count {
          guard let (index, _) = ThreadChannel.receive(fromAnyOf: channels) else { return }
          counts.withLock { $0[index] += 1 }
        }
      }
    ])
    // About 500 each are expected; a binomial count is off by 200 at most once in 10^18 runs.
    let found = counts.withLock { $0 }
    #expect(found.allSatisfy { 300...700 ~= $0 }, "\(found)")
  }
}
