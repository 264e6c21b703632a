/// A source of pseudo-random bits whose sequence depends only on its seed and stream.
///
/// SplitMix64: G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014, with the constants of S. Vigna's `splitmix64.c`. It uses 64-bit integer
/// arithmetic alone, so it gives the same bits on every platform. Its period is 2^64.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  /// Starts one of many sequences that belong to one seed.
  ///
  /// Both numbers are scrambled before they are combined: otherwise seeds that differ by the
  /// generator's step would give the same sequence shifted by one.
  package init(seed: UInt64, stream: UInt64) {
    state = Self.scrambled(Self.scrambled(seed) &+ stream)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.scrambled(state)
  }

  /// A number from 0 to less than `bound`, which is at least 1, each equally likely.
  ///
  /// Draws from the incomplete last stretch of the 64-bit range are rejected.
  package mutating func next(below bound: Int) -> Int {
    let bound = UInt64(bound)
    let usable = UInt64.max - UInt64.max % bound
    var draw = next()
    while draw >= usable { draw = next() }
    return Int(draw % bound)
  }

  /// The elements in random order.
  ///
  /// Source: R. Durstenfeld, "Algorithm 235: Random permutation", CACM 7 (1964). The standard
  /// library's `shuffled(using:)` guarantees no particular order across versions.
  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, next(below: last + 1))
    }
    return elements
  }

  private static func scrambled(_ bits: UInt64) -> UInt64 {
    var bits = bits
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
