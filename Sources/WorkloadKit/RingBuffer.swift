/// A queue on an array: first in, first out, growing as it must.
struct RingBuffer<Element> {
  private var slots: [Element?]
  private var first = 0
  private(set) var count = 0

  /// Makes an empty queue with room for so many elements, and for at least one.
  init(capacity: Int = 4) {
    slots = Array(repeating: nil, count: max(capacity, 1))
  }

  var isEmpty: Bool { count == 0 }

  mutating func append(_ element: Element) {
    if count == slots.count { grow() }
    var last = first + count
    if last >= slots.count { last -= slots.count }
    slots[last] = element
    count += 1
  }

  mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    let element = slots[first].take()
    first = first + 1 == slots.count ? 0 : first + 1
    count -= 1
    return element
  }

  /// Takes out the first element that matches; the others keep their order.
  mutating func removeFirst(where isWanted: (Element) -> Bool) -> Element? {
    var found: Element?
    for _ in 0..<count {
      guard let element = popFirst() else { break }
      if found == nil && isWanted(element) { found = element } else { append(element) }
    }
    return found
  }

  private mutating func grow() {
    slots = slots[first...] + slots[..<first] + Array(repeating: nil, count: slots.count)
    first = 0
  }
}
