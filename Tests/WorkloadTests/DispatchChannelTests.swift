import Dispatch
import Synchronization
import Testing

@testable import WorkloadKit

// The million elements take a minute under the thread sanitizer.
@Suite(.timeLimit(.minutes(5)), .watchdog(.seconds(360)))
struct DispatchChannelTests {
  func wait(for group: DispatchGroup) async throws {
    try await eventually { group.wait(timeout: .now()) == .success }
  }

  private func waitingSenders(_ channel: DispatchChannel<Int>) -> Int {
    channel.state.withLock { $0.senders.count }
  }

  func waitingReceivers(_ channel: DispatchChannel<Int>) -> Int {
    channel.state.withLock { $0.receivers.count }
  }

  /// Sends the elements one after another, each once the previous one has been taken or has a slot.
  func send(
    _ elements: Range<Int>, into channel: DispatchChannel<Int>, on queue: DispatchQueue,
    then: @escaping @Sendable () -> Void
  ) {
    @Sendable func sendNext(_ element: Int) {
      guard element < elements.upperBound else { return then() }
      channel.send(element, on: queue) { sendNext(element + 1) }
    }
    queue.async { sendNext(elements.lowerBound) }
  }

  /// Receives all elements and passes each to `take`.
  ///
  /// `then` runs at the end.
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
  func elementsArriveInTheOrderInWhichTheyWereSent(capacity: Int) async throws {
    let channel = DispatchChannel<Int>(capacity: capacity)
    let group = DispatchGroup()
    let received = Mutex<[Int]>([])
    group.enter()
    send(0..<2_000, into: channel, on: DispatchQueue(label: "sender")) { channel.close() }
    drain(channel, on: DispatchQueue(label: "receiver")) { element in
      received.withLock { $0.append(element) }
    } then: {
      group.leave()
    }
    try await wait(for: group)
    #expect(received.withLock { $0 } == Array(0..<2_000))
  }

  @Test(arguments: [0, 1, 100])
  func everyElementOfManySendersReachesOneOfManyReceivers(capacity: Int) async throws {
    let channel = DispatchChannel<Int>(capacity: capacity)
    let (sending, receiving) = (DispatchGroup(), DispatchGroup())
    let received = Mutex([[Int]](repeating: [], count: 8))
    for index in 0..<8 {
      sending.enter()
      receiving.enter()
      let elements = index * 300..<(index + 1) * 300
      send(elements, into: channel, on: DispatchQueue(label: "sender \(index)")) {
        sending.leave()
      }
      drain(channel, on: DispatchQueue(label: "receiver \(index)")) { element in
        received.withLock { $0[index].append(element) }
      } then: {
        receiving.leave()
      }
    }
    sending.notify(queue: .global()) { channel.close() }
    try await wait(for: receiving)
    let all = received.withLock { $0 }
    #expect(all.joined().sorted() == Array(0..<2_400))
    // A receiver gets one sender's elements in the order in which they were sent.
    for ofOne in all.flatMap({ Dictionary(grouping: $0) { $0 / 300 }.values }) {
      #expect(ofOne == ofOne.sorted())
    }
  }

  @Test func withoutASlotTheSenderWaitsUntilItsElementIsTaken() async throws {
    let channel = DispatchChannel<Int>(capacity: 0)
    let queue = DispatchQueue(label: "both")
    let isSent = Atomic(false)
    let received = Atomic(0)
    queue.async { channel.send(1, on: queue) { isSent.store(true, ordering: .releasing) } }
    try await eventually { waitingSenders(channel) == 1 }
    let wasSentBefore = isSent.load(ordering: .acquiring)
    #expect(!wasSentBefore)
    queue.async { channel.receive(on: queue) { received.store($0 ?? -1, ordering: .releasing) } }
    try await eventually { isSent.load(ordering: .acquiring) }
    try await eventually { received.load(ordering: .acquiring) == 1 }
  }

  @Test(arguments: [0, 1, 2])
  func sendersThatWaitAreServedInTurn(capacity: Int) async throws {
    let channel = DispatchChannel<Int>(capacity: capacity)
    let queue = DispatchQueue(label: "all")
    let group = DispatchGroup()
    let received = Mutex<[Int]>([])
    queue.async { for element in 0..<capacity + 5 { channel.send(element, on: queue) {} } }
    try await eventually { waitingSenders(channel) == 5 }
    group.enter()
    drain(channel, on: queue) { element in
      let count = received.withLock { received in
        received.append(element)
        return received.count
      }
      if count == capacity + 5 { channel.close() }
    } then: {
      group.leave()
    }
    try await wait(for: group)
    #expect(received.withLock { $0 } == Array(0..<capacity + 5))
  }

  @Test func receiversThatWaitAreServedInTurn() async throws {
    let channel = DispatchChannel<Int>(capacity: 1)
    let queue = DispatchQueue(label: "all")
    let received = Mutex([Int](repeating: -1, count: 5))
    queue.async {
      for receiver in 0..<5 {
        channel.receive(on: queue) { element in
          received.withLock { $0[receiver] = element ?? -2 }
        }
      }
      for element in 0..<5 { channel.send(element, on: queue) {} }
    }
    try await eventually { received.withLock { !$0.contains(-1) } }
    #expect(received.withLock { $0 } == [0, 1, 2, 3, 4])
  }

  @Test func theEndWakesEveryReceiver() async throws {
    let channel = DispatchChannel<Int>(capacity: 1)
    let queue = DispatchQueue(label: "receivers")
    let ended = Atomic(0)
    queue.async {
      for _ in 0..<10 {
        channel.receive(on: queue) { if $0 == nil { ended.add(1, ordering: .relaxed) } }
      }
    }
    try await eventually { waitingReceivers(channel) == 10 }
    channel.close()
    try await eventually { ended.load(ordering: .relaxed) == 10 }
  }

  @Test func aHandlerRunsWithinTheCallWhenThereIsNothingToWaitFor() async throws {
    let channel = DispatchChannel<Int>(capacity: 1)
    let queue = DispatchQueue(label: "both")
    let steps = Mutex<[String]>([])
    @Sendable func note(_ step: String) { steps.withLock { $0.append(step) } }
    queue.async {
      channel.send(1, on: queue) { note("sent") }
      note("after sending")
      channel.receive(on: queue) { _ in note("received") }
      note("after receiving")
      channel.receive(on: queue) { _ in note("received later") }
      channel.send(2, on: queue) { note("sent again") }
      note("end of the block")
    }
    try await eventually { steps.withLock { $0.count } == 7 }
    #expect(
      steps.withLock { $0 } == [
        "sent", "after sending", "received", "after receiving", "sent again", "end of the block",
        "received later",
      ])
  }

  @Test func aMillionElementsThatAreReadyDoNotOverflowTheStack() async throws {
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
    try await wait(for: group)
    #expect(count.load(ordering: .relaxed) == 1_000_000)
  }
}
