/// A random number generator that gives the same sequence for the same seed on every platform.
///
/// Source: G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014, figure 17 with the constants of S. Vigna's splitmix64.c (2015).
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// A number from 0 up to but excluding the bound, each equally likely.
  ///
  /// Draws from the incomplete last stretch of the 64-bit range are rejected.
  mutating func next(below bound: Int) -> Int {
    let bound = UInt64(bound)
    let usable = UInt64.max - UInt64.max % bound
    var draw = next()
    while draw >= usable { draw = next() }
    return Int(draw % bound)
  }

  /// The elements in random order.
  ///
  /// Source: R. Durstenfeld, "Algorithm 235: Random permutation", CACM 7 (1964). The standard
  /// library's `shuffled(using:)` does not promise the same order across versions.
  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, next(below: last + 1))
    }
    return elements
  }
}
