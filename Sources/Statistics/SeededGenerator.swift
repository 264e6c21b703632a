/// A source of pseudo-random bits whose sequence depends on its seed and stream alone.
///
/// SplitMix64: G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014, with the constants of S. Vigna's `splitmix64.c`. It needs nothing but
/// 64-bit integer arithmetic, so it gives the same bits on every platform. Its period of 2^64 is
/// more than any bootstrap draws.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to a seed.
  package init(seed: UInt64) {
    state = seed
  }

  /// Starts one of many sequences that belong to one seed.
  ///
  /// Both numbers are scrambled before they are joined: seeds that differ by the generator's
  /// step would give the same sequence shifted by one.
  package init(seed: UInt64, stream: UInt64) {
    state = Self.scrambled(Self.scrambled(seed) &+ stream)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.scrambled(state)
  }

  private static func scrambled(_ bits: UInt64) -> UInt64 {
    var bits = bits
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
