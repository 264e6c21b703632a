import Dispatch
import Synchronization
import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)))
struct DispatchChannelTests {
  private static let patience = DispatchTime.now() + .seconds(50)

  /// Sends the elements one after another, each when the one before has been taken or has a slot.
  private func send(
    _ elements: Range<Int>, into channel: DispatchChannel<Int>, on queue: DispatchQueue,
    then: @escaping @Sendable () -> Void
  ) {
    @Sendable func sendNext(_ element: Int) {
      guard element < elements.upperBound else { return then() }
      channel.send(element, on: queue) { sendNext(element + 1) }
    }
    queue.async { sendNext(elements.lowerBound) }
  }

  /// Takes everything out and hands it to `take`; `then` runs at the end.
  private func drain(
    _ channel: DispatchChannel<Int>, on queue: DispatchQueue,
    take: @escaping @Sendable (Int) -> Void, then: @escaping @Sendable () -> Void
  ) {
    @Sendable func receiveNext() {
      channel.receive(on: queue) { element in
        guard let element else { return then() }
        take(element)
        receiveNext()
      }
    }
    queue.async { receiveNext() }
  }

  @Test(arguments: [0, 1, 100])
  func elementsArriveInTheOrderInWhichTheyWereSent(capacity: Int) {
    let channel = DispatchChannel<Int>(capacity: capacity)
    let group = DispatchGroup()
    let received = Mutex<[Int]>([])
    group.enter()
    send(0..<10_000, into: channel, on: DispatchQueue(label: "sender")) { channel.close() }
    drain(channel, on: DispatchQueue(label: "receiver")) { element in
      received.withLock { $0.append(element) }
    } then: {
      group.leave()
    }
    #expect(group.wait(timeout: Self.patience) == .success)
    #expect(received.withLock { $0 } == Array(0..<10_000))
  }

  @Test(arguments: [0, 1, 100])
  func everyElementOfManySendersReachesOneOfManyReceivers(capacity: Int) {
    let channel = DispatchChannel<Int>(capacity: capacity)
    let (sending, receiving) = (DispatchGroup(), DispatchGroup())
    let sum = Atomic(0)
    for index in 0..<8 {
      sending.enter()
      receiving.enter()
      send(0..<1_001, into: channel, on: DispatchQueue(label: "sender \(index)")) {
        sending.leave()
      }
      drain(channel, on: DispatchQueue(label: "receiver \(index)")) { element in
        sum.add(element, ordering: .relaxed)
      } then: {
        receiving.leave()
      }
    }
    sending.notify(queue: .global()) { channel.close() }
    #expect(receiving.wait(timeout: Self.patience) == .success)
    #expect(sum.load(ordering: .relaxed) == 8 * 500_500)
  }

  @Test func aMillionElementsThatAreReadyDoNotOverflowTheStack() {
    let channel = DispatchChannel<Int>(capacity: 1_000_000)
    let queue = DispatchQueue(label: "both")
    let group = DispatchGroup()
    let count = Atomic(0)
    group.enter()
    send(0..<1_000_000, into: channel, on: queue) {
      channel.close()
      drain(channel, on: queue) { _ in
        count.add(1, ordering: .relaxed)
      } then: {
        group.leave()
      }
    }
    #expect(group.wait(timeout: Self.patience) == .success)
    #expect(count.load(ordering: .relaxed) == 1_000_000)
  }

  @Test(arguments: [0, 1, 10], [2, 6])
  func selectLosesNothing(capacity: Int, count: Int) {
    let channels = (0..<count).map { _ in DispatchChannel<Int>(capacity: capacity) }
    let counts = Mutex([Int](repeating: 0, count: count))
    let group = DispatchGroup()
    @Sendable func receiveNext(_ queue: DispatchQueue) {
      DispatchChannel.receive(fromAnyOf: channels, on: queue) { received in
        guard let (index, _) = received else { return group.leave() }
        counts.withLock { $0[index] += 1 }
        receiveNext(queue)
      }
    }
    for index in 0..<2 {
      let queue = DispatchQueue(label: "receiver \(index)")
      group.enter()
      queue.async { receiveNext(queue) }
    }
    for (index, channel) in channels.enumerated() {
      send(0..<2_000, into: channel, on: DispatchQueue(label: "sender \(index)")) {
        channel.close()
      }
    }
    #expect(group.wait(timeout: Self.patience) == .success)
    #expect(counts.withLock { $0 } == [Int](repeating: 2_000, count: count))
  }
}

@Suite(.timeLimit(.minutes(1)))
struct SemaphoreChannelTests {
  @Test(arguments: [1, 100])
  func elementsArriveInTheOrderInWhichTheyWereSent(capacity: Int) {
    let channel = SemaphoreChannel<Int>(capacity: capacity)
    let queue = DispatchQueue(label: "sender")
    queue.async { for element in 0..<10_000 { channel.send(element) } }
    #expect((0..<10_000).allSatisfy { channel.receive() == $0 })
  }
}
