import Synchronization

/// Counts concurrent units to a known number and keeps the moment at which the last one came.
public final class Latch: Sendable {
  private let missing: Atomic<Int>
  private let last = Atomic<UInt64>(0)

  /// Makes a count that waits for `count` units.
  public init(expecting count: Int) {
    missing = Atomic(count)
  }

  /// Counts one unit.
  public func arrive() {
    if missing.subtract(1, ordering: .relaxed).newValue == 0 {
      last.store(monotonicNanoseconds(), ordering: .releasing)
    }
  }

  /// The monotonic time at which the last unit came; nil while any is missing.
  public var lastNanoseconds: UInt64? {
    let value = last.load(ordering: .acquiring)
    return value == 0 ? nil : value
  }
}
