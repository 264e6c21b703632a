import Synchronization

/// What the selects of all channels share.
@usableFromInline
enum Select {
  private static let count = Atomic<UInt64>(0)

  /// The channels in the order in which one select looks at them, each number modulo their count.
  ///
  /// They begin at a pseudo-random one, so that none starves: SplitMix64 of a running count (Steele,
  /// Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
  @usableFromInline
  static func turns(among channels: Int) -> Range<Int> {
    var bits = count.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    let start = Int(bits.multipliedFullWidth(by: UInt64(channels)).high)
    return start..<start + channels
  }

  /// The right to answer a select that waits at several channels: only one of them gets it.
  @usableFromInline
  final class Claim: Sendable {
    private let isTaken = Atomic(false)

    @usableFromInline
    init() {}

    /// Takes the right; false when it was taken before.
    @usableFromInline
    func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }
  }
}
