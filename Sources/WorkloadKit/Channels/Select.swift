import Synchronization

/// Code that the selects of all channels share.
@usableFromInline
enum Select {
  private static let count = Atomic<UInt64>(0)

  /// The order in which one select looks at the channels: each number modulo their count
  /// is an index.
  ///
  /// The order starts at a pseudo-random channel, so that no channel starves: SplitMix64 of a
  /// running count (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
  @usableFromInline
  static func turns(among channels: Int) -> Range<Int> {
    var bits = count.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    let start = Int(bits.multipliedFullWidth(by: UInt64(channels)).high)
    return start..<start + channels
  }

  /// The right to answer a select that waits at several channels.
  ///
  /// Only one channel gets it.
  @usableFromInline
  final class Claim: Sendable {
    private let isTaken = Atomic(false)

    @usableFromInline
    init() {}

    /// Takes the right; returns false if it was already taken.
    @usableFromInline
    func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }
  }
}
