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
