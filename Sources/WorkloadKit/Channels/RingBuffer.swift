/// A first-in, first-out queue in an array that grows when needed.
@usableFromInline
struct RingBuffer<Element: Sendable>: Sendable {
  @usableFromInline var slots: [Element?]
  @usableFromInline var first = 0
  @usableFromInline var count = 0

  /// Creates an empty queue with room for `capacity` elements.
  @inlinable
  init(capacity: Int = 0) {
    slots = Array(repeating: nil, count: capacity)
  }

  @inlinable var isEmpty: Bool { count == 0 }

  @inlinable
  mutating func append(_ element: Element) {
    if count == slots.count { grow() }
    var end = first + count
    if end >= slots.count { end -= slots.count }
    slots[end] = element
    count += 1
  }

  @inlinable
  mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    let element = slots[first].take()
    first += 1
    if first == slots.count { first = 0 }
    count -= 1
    return element
  }

  /// Removes and returns the first element that matches; the others keep their order.
  @inlinable
  mutating func removeFirst(where isWanted: (Element) -> Bool) -> Element? {
    var found: Element?
    for _ in 0..<count {
      guard let element = popFirst() else { break }
      if found == nil && isWanted(element) { found = element } else { append(element) }
    }
    return found
  }

  @inlinable
  mutating func grow() {
    slots = slots[first...] + slots[..<first] + Array(repeating: nil, count: max(slots.count, 4))
    first = 0
  }
}
