import Synchronization
import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)), .watchdog(.seconds(120)))
struct TaskChannelCancellationTests {
  private func waitingSenders(_ channel: TaskChannel<Int>) -> Int {
    channel.state.withLock { $0.senders.count }
  }

  private func waitingReceivers(_ channel: TaskChannel<Int>) -> Int {
    channel.state.withLock { $0.receivers.count }
  }

  @Test func aCancelledReceiverTakesNoElement() async throws {
    let channel = TaskChannel<Int>(capacity: 1)
    let receiver = Task { await channel.receive() }
    try await eventually { waitingReceivers(channel) == 1 }
    receiver.cancel()
    #expect(try await value(of: receiver) == .some(nil))
    await channel.send(7)
    #expect(await channel.receive() == 7)
  }

  @Test(arguments: [0, 1])
  func theElementOfACancelledSenderNeverArrives(capacity: Int) async throws {
    let channel = TaskChannel<Int>(capacity: capacity)
    for element in 0..<capacity { await channel.send(element) }
    let sender = Task { await channel.send(-1) }
    try await eventually { waitingSenders(channel) == 1 }
    sender.cancel()
    #expect(try await value(of: sender) == false)
    channel.close()
    for element in 0..<capacity { #expect(await channel.receive() == element) }
    #expect(await channel.receive() == nil)
  }

  @Test func othersThatWaitKeepTheirTurn() async throws {
    let channel = TaskChannel<Int>(capacity: 0)
    var senders: [Task<Bool, Never>] = []
    for element in 0..<3 {
      senders.append(Task { await channel.send(element) })
      try await eventually { waitingSenders(channel) == element + 1 }
    }
    senders[1].cancel()
    #expect(try await value(of: senders[1]) == false)
    #expect(await channel.receive() == 0)
    #expect(await channel.receive() == 2)
  }

  @Test func aTaskThatIsCancelledAlreadyWaitsForNothingButTakesWhatIsThere() async throws {
    let channel = TaskChannel<Int>(capacity: 1)
    await channel.send(3)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let received = (await channel.receive(), await channel.receive())
      let sent = (await channel.send(4), await channel.send(5))
      return (received, sent)
    }
    let ((first, second), (isFirstSent, isSecondSent)) = try #require(await value(of: task))
    #expect(first == 3 && second == nil)
    #expect(isFirstSent && !isSecondSent)
    #expect(await channel.receive() == 4)
  }

  @Test func aSelectOfATaskThatIsCancelledAlreadyEndsAtOnce() async throws {
    let channels = (0..<2).map { _ in TaskChannel<Int>(capacity: 1) }
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await TaskChannel.receive(fromAnyOf: channels)?.index
    }
    #expect(try await value(of: task) == .some(nil))
  }

  @Test func withoutCancellationAWaitOutlastsItsTasksCancellation() async throws {
    let channel = TaskChannel<Int>(capacity: 0, isCancellable: false)
    let receiver = Task { await channel.receive() }
    try await eventually { waitingReceivers(channel) == 1 }
    receiver.cancel()
    #expect(waitingReceivers(channel) == 1)
    await channel.send(1)
    #expect(try await value(of: receiver) == 1)

    let sender = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await channel.send(2)
    }
    try await eventually { waitingSenders(channel) == 1 }
    #expect(await channel.receive() == 2)
    #expect(try await value(of: sender) == true)

    let selecting = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await TaskChannel.receive(fromAnyOf: [channel])?.element
    }
    try await eventually { waitingReceivers(channel) == 1 }
    await channel.send(3)
    #expect(try await value(of: selecting) == 3)
  }

  @Test func aSelectEndsWhenItsTaskIsCancelledAndTakesNothing() async throws {
    let channels = (0..<3).map { _ in TaskChannel<Int>(capacity: 1) }
    let selecting = Task { await TaskChannel.receive(fromAnyOf: channels)?.index }
    try await eventually { channels.allSatisfy { waitingReceivers($0) == 1 } }
    selecting.cancel()
    #expect(try await value(of: selecting) == .some(nil))
    for channel in channels {
      await channel.send(5)
      #expect(await channel.receive() == 5)
    }
  }

  /// A channel that resumes a task while holding its lock hangs here.
  @Test func sendersThatAreServedAndCancelledAtOnceDoNotHang() async throws {
    for _ in 0..<100 {
      let channel = TaskChannel<Int>(capacity: 0)
      let senders = (0..<100).map { element in Task { await channel.send(element) } }
      try await eventually { waitingSenders(channel) == 100 }
      let receiver = Task {
        var received: [Int] = []
        while let element = await channel.receive() { received.append(element) }
        return received
      }
      Task { for sender in senders { sender.cancel() } }
      let sending = Task {
        var sent: [Int] = []
        for (element, sender) in senders.enumerated() where await sender.value {
          sent.append(element)
        }
        return sent
      }
      let sent = try await value(of: sending)
      receiver.cancel()
      #expect(try await value(of: receiver)?.sorted() == sent)
    }
  }

  /// A channel that resumes a task while holding its lock hangs here.
  @Test func receiversThatAreServedAndCancelledAtOnceDoNotHang() async throws {
    for _ in 0..<100 {
      let channel = TaskChannel<Int>(capacity: 0)
      let receivers = (0..<100).map { _ in Task { await channel.receive() } }
      try await eventually { waitingReceivers(channel) == 100 }
      let sender = Task {
        var sent: [Int] = []
        for element in 0..<100 where await channel.send(element) { sent.append(element) }
        return sent
      }
      Task { for receiver in receivers { receiver.cancel() } }
      let receiving = Task {
        var received: [Int] = []
        for receiver in receivers {
          if let element = await receiver.value { received.append(element) }
        }
        return received.sorted()
      }
      let received = try await value(of: receiving)
      sender.cancel()
      #expect(try await value(of: sender) == received)
    }
  }

  @Test(arguments: [0, 1, 10], [1, 3])
  func cancellationAtAnyTimeNeitherLosesNorDoubles(
    capacity: Int, count: Int
  ) async throws {
    let channels = (0..<count).map { _ in TaskChannel<Int>(capacity: capacity) }
    let tally = Tally()
    for round in 0..<2_000 {
      let sender = Task {
        tally.end(sending: await channels[round % count].send(round) ? round : nil)
      }
      let receiver = Task {
        tally.end(
          receiving: count == 1
            ? await channels[0].receive()
            : await TaskChannel.receive(fromAnyOf: channels)?.element)
      }
      Task {
        if round % 3 == 0 { await Task.yield() }
        receiver.cancel()
        if round % 2 == 0 { await Task.yield() }
        sender.cancel()
      }
    }
    try await eventually { tally.ended == 4_000 }
    for channel in channels {
      channel.close()
      while let element = await channel.receive() { tally.end(receiving: element) }
    }
    #expect(tally.received.sorted() == tally.sent.sorted())
  }

  private final class Tally: Sendable {
    private let state = Mutex((sent: [Int](), received: [Int](), ended: 0))

    var sent: [Int] { state.withLock { $0.sent } }
    var received: [Int] { state.withLock { $0.received } }
    var ended: Int { state.withLock { $0.ended } }

    func end(sending element: Int?) {
      state.withLock {
        if let element { $0.sent.append(element) }
        $0.ended += 1
      }
    }

    func end(receiving element: Int?) {
      state.withLock {
        if let element { $0.received.append(element) }
        $0.ended += 1
      }
    }
  }
}
