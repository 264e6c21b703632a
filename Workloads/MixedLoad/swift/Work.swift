import Synchronization

extension MixedLoad {
  /// The work done by one cruncher or by several together.
  struct Work: Sendable {
    private(set) var chunks = 0
    private(set) var wrongChunks = 0

    /// Crunches a chunk of about a tenth of a millisecond.
    mutating func crunch() { note(MixedLoad.crunch()) }

    /// Counts a chunk and checks its result.
    mutating func note(_ result: UInt64) {
      chunks += 1
      if result != MixedLoad.chunkResult { wrongChunks += 1 }
    }

    mutating func merge(_ other: Work) {
      chunks += other.chunks
      wrongChunks += other.wrongChunks
    }
  }

  /// The number of steps in a chunk.
  ///
  /// A step is Marsaglia's xorshift (Xorshift RNGs, Journal of Statistical Software 8(14), 2003).
  static let stepsOfChunk = 60_000
  /// The result of the steps for the seed 1.
  static let chunkResult: UInt64 = 16_205_722_847_993_976_650
  private static let seed = Atomic<UInt64>(1)

  // Loads the seed from an atomic, so that the optimizer cannot see that all chunks are the same.
  static func crunch() -> UInt64 {
    var number = seed.load(ordering: .relaxed)
    for _ in 0..<stepsOfChunk {
      number ^= number << 13
      number ^= number >> 7
      number ^= number << 17
    }
    return number
  }
}
