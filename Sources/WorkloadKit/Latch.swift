import Synchronization

/// Counts concurrent units up to a known number and records when the last one arrived.
public final class Latch: Sendable {
  private let missing: Atomic<Int>
  private let last = Atomic<UInt64>(0)

  /// Creates a latch for `count` units, at least 1.
  public init(expecting count: Int) {
    missing = Atomic(count)
  }

  /// Counts one unit.
  public func arrive() {
    if missing.subtract(1, ordering: .relaxed).newValue == 0 {
      last.store(monotonicNanoseconds(), ordering: .releasing)
    }
  }

  /// The time of `monotonicNanoseconds` at which the last unit arrived; nil while any is missing.
  public var lastNanoseconds: UInt64? {
    let value = last.load(ordering: .acquiring)
    return value == 0 ? nil : value
  }
}
