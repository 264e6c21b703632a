import Dispatch
import Synchronization
import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)), .watchdog(.seconds(120)))
struct SemaphoreChannelTests {
  @Test(arguments: [1, 100])
  func elementsArriveInTheOrderInWhichTheyWereSent(capacity: Int) async throws {
    let channel = SemaphoreChannel<Int>(capacity: capacity)
    let received = Mutex<[Int]>([])
    DispatchQueue(label: "sender").async { for element in 0..<2_000 { channel.send(element) } }
    DispatchQueue(label: "receiver").async {
      for _ in 0..<2_000 {
        let element = channel.receive()
        received.withLock { $0.append(element) }
      }
    }
    try await eventually { received.withLock { $0.count } == 2_000 }
    #expect(received.withLock { $0 } == Array(0..<2_000))
  }

  @Test(arguments: [1, 100])
  func everyElementOfManySendersReachesOneOfManyReceivers(capacity: Int) async throws {
    let channel = SemaphoreChannel<Int>(capacity: capacity)
    let received = Mutex<[Int]>([])
    for member in 0..<5 {
      DispatchQueue(label: "sender \(member)").async {
        for element in 0..<1_000 { channel.send(member * 1_000 + element) }
      }
      DispatchQueue(label: "receiver \(member)").async {
        for _ in 0..<1_000 {
          let element = channel.receive()
          received.withLock { $0.append(element) }
        }
      }
    }
    try await eventually { received.withLock { $0.count } == 5_000 }
    #expect(received.withLock { $0.sorted() } == Array(0..<5_000))
  }

  /// Freeing a semaphore below its initial value ends the process.
  @Test func aChannelMayBeDroppedWithElementsInIt() {
    SemaphoreChannel<Int>(capacity: 2).send(1)
  }
}
