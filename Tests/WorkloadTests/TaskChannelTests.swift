import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)))
struct TaskChannelTests {
  @Test(arguments: [0, 1, 100])
  func elementsArriveInTheOrderInWhichTheyWereSent(capacity: Int) async {
    let channel = TaskChannel<Int>(capacity: capacity)
    let sending = Task {
      for element in 0..<10_000 { await channel.send(element) }
      channel.close()
    }
    var next = 0
    while let element = await channel.receive() {
      #expect(element == next)
      next += 1
    }
    await sending.value
    #expect(next == 10_000)
  }

  @Test(arguments: [0, 1, 100])
  func everyElementOfManySendersReachesOneOfManyReceivers(capacity: Int) async {
    let channel = TaskChannel<Int>(capacity: capacity)
    let sums = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var sum = 0
          while let element = await channel.receive() { sum += element }
          return sum
        }
      }
      await withTaskGroup(of: Void.self) { senders in
        for _ in 0..<8 {
          senders.addTask { for element in 1...1_000 { await channel.send(element) } }
        }
      }
      channel.close()
      return await group.reduce(0, +)
    }
    #expect(sums == 8 * 500_500)
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

  @Test func theEndWakesEveryReceiver() async {
    let channel = TaskChannel<Int>(capacity: 1)
    await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<20 { group.addTask { await channel.receive() } }
      for _ in 0..<20 { await Task.yield() }
      channel.close()
      for await element in group { #expect(element == nil) }
    }
  }

  @Test func aCancelledReceiverTakesNoElement() async {
    for _ in 0..<200 {
      let channel = TaskChannel<Int>(capacity: 1)
      let receiver = Task { await channel.receive() }
      await Task.yield()
      let sender = Task { await channel.send(7) }
      receiver.cancel()
      let received = await receiver.value
      _ = await sender.value
      // Either the receiver had it before it was cancelled, or it is still there.
      if received == nil { #expect(await channel.receive() == 7) } else { #expect(received == 7) }
    }
  }

  @Test func theElementOfACancelledSenderNeverArrives() async {
    for _ in 0..<200 {
      let channel = TaskChannel<Int>(capacity: 1)
      await channel.send(1)
      let sender = Task { await channel.send(2) }
      await Task.yield()
      sender.cancel()
      let wasSent = await sender.value
      channel.close()
      #expect(await channel.receive() == 1)
      #expect(await channel.receive() == (wasSent ? 2 : nil))
    }
  }

  @Test func aTaskThatIsCancelledAlreadyStillTakesWhatIsThere() async {
    let channel = TaskChannel<Int>(capacity: 1)
    await channel.send(3)
    let received = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return (await channel.receive(), await channel.receive())
    }.value
    #expect(received.0 == 3)
    #expect(received.1 == nil)
  }

  @Test(arguments: [0, 1, 10], [2, 6])
  func selectLosesNothingAndStarvesNobody(capacity: Int, count: Int) async {
    let channels = (0..<count).map { _ in TaskChannel<Int>(capacity: capacity) }
    let counts = await withTaskGroup(of: [Int].self) { group in
      for _ in 0..<2 {
        group.addTask {
          var counts = [Int](repeating: 0, count: count)
          while let (index, element) = await TaskChannel.receive(fromAnyOf: channels) {
            counts[index] += element
          }
          return counts
        }
      }
      for channel in channels {
        group.addTask {
          for _ in 0..<2_000 { await channel.send(1) }
          channel.close()
          return []
        }
      }
      return await group.reduce(into: [Int](repeating: 0, count: count)) { total, counts in
        for (index, count) in counts.enumerated() { total[index] += count }
      }
    }
    #expect(counts == [Int](repeating: 2_000, count: count))
  }

  @Test func selectTakesReadyChannelsInTurn() async {
    let channels = (0..<4).map { _ in TaskChannel<Int>(capacity: 1_000) }
    for channel in channels { for element in 0..<1_000 { await channel.send(element) } }
    var counts = [0, 0, 0, 0]
    for _ in 0..<2_000 {
      if let (index, _) = await TaskChannel.receive(fromAnyOf: channels) { counts[index] += 1 }
    }
    // 500 each are expected; a binomial count strays by 200 once in 10^24 runs.
    #expect(counts.allSatisfy { 300...700 ~= $0 }, "\(counts)")
  }

  @Test func selectEndsWhenItsTaskIsCancelled() async {
    let channels = (0..<3).map { _ in TaskChannel<Int>(capacity: 1) }
    let selecting = Task { await TaskChannel.receive(fromAnyOf: channels)?.index }
    await Task.yield()
    selecting.cancel()
    #expect(await selecting.value == nil)
  }
}
