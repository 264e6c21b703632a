import Testing

@testable import WorkloadKit

struct RingBufferTests {
  /// A buffer whose elements wrap around the end of its array, so that the first is not
  /// at its start.
  private func wrapped(_ elements: Range<Int>) -> RingBuffer<Int> {
    var buffer = RingBuffer<Int>(capacity: elements.count)
    for _ in 0..<elements.count / 2 { buffer.append(-1) }
    while buffer.popFirst() != nil {}
    for element in elements { buffer.append(element) }
    return buffer
  }

  private func drain(_ buffer: RingBuffer<Int>) -> [Int] {
    var buffer = buffer
    var elements: [Int] = []
    while let element = buffer.popFirst() { elements.append(element) }
    return elements
  }

  @Test(arguments: [0, 1, 3, 4, 100])
  func growthKeepsTheOrder(capacity: Int) {
    var buffer = wrapped(0..<capacity)
    for element in capacity..<capacity + 50 { buffer.append(element) }
    #expect(buffer.count == capacity + 50)
    #expect(drain(buffer) == Array(0..<capacity + 50))
  }

  @Test func anEmptyBufferHasNoFirst() {
    var buffer = RingBuffer<Int>()
    #expect(buffer.popFirst() == nil)
    buffer.append(1)
    #expect(buffer.popFirst() == 1)
    #expect(buffer.popFirst() == nil)
    #expect(buffer.isEmpty)
  }

  @Test(arguments: [0, 3, 4, 6])
  func removalTakesOutOneAndKeepsTheOrder(element: Int) {
    var buffer = wrapped(0..<7)
    #expect(buffer.removeFirst { $0 == element } == element)
    #expect(drain(buffer) == (0..<7).filter { $0 != element })
  }

  @Test func removalOfWhatIsNotThereChangesNothing() {
    var buffer = wrapped(0..<7)
    #expect(buffer.removeFirst { $0 == 7 } == nil)
    #expect(drain(buffer) == Array(0..<7))
  }
}

struct SelectTests {
  @Test(arguments: [1, 2, 6])
  func aTurnLooksAtEachChannelOnce(count: Int) {
    for _ in 0..<100 {
      #expect(Set(Select.turns(among: count).map { $0 % count }) == Set(0..<count))
      #expect(Select.turns(among: count).count == count)
    }
  }

  @Test func withoutChannelsThereAreNoTurns() {
    #expect(Select.turns(among: 0).isEmpty)
  }

  @Test func aClaimIsTakenOnce() {
    let claim = Select.Claim()
    #expect(claim.take())
    #expect(!claim.take())
  }
}
