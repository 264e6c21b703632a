import WorkloadKit

/// A request of the workload `service`.
///
/// It is a number, which decides what the server does before it answers. The load needs the same
/// rules to check the answers.
package struct ServiceRequest: Sendable {
  /// What a request asks for.
  package enum Kind: Sendable {
    /// The answer is the number.
    case echo
    /// The answer is the result of a computation of about a millisecond.
    case compute
    /// The answer is the number, after a call that blocks its thread.
    case blocking
  }

  package let number: UInt64

  package init(_ number: UInt64) { self.number = number }

  /// About 80 % of the numbers are echoes, 15 % computations and 5 % blocking calls, in no regular
  /// order.
  package var kind: Kind {
    switch mixed(number) % 20 {
    case 0: .blocking
    case 1...3: .compute
    default: .echo
    }
  }

  /// The result of the computation: many steps of Marsaglia's xorshift (Xorshift RNGs, Journal of
  /// Statistical Software 8(14), 2003), each of which needs the one before.
  package func computed() -> UInt64 { Self.stepped(seed) }

  /// Blocks the calling thread for 5 ms and returns the number.
  package func blocked() -> UInt64 {
    sleepBlocking(milliseconds: 5)
    return number
  }

  private var seed: UInt64 { number &+ 1 }

  private static func stepped(_ seed: UInt64) -> UInt64 {
    var state = seed
    for _ in 0..<600_000 {
      state ^= state &<< 13
      state ^= state &>> 7
      state ^= state &<< 17
    }
    return state
  }

  /// The right answers to the requests from 0, by formula.
  ///
  /// A step only shifts bits and combines them by exclusive or. So the result for a seed is the
  /// exclusive or of the results for its bits, and a computation for each bit is enough.
  package static func answers(_ requests: Int) -> [UInt64] {
    let bitCount = Int.bitWidth - requests.leadingZeroBitCount
    let ofBits = (0..<bitCount).map { stepped(1 &<< UInt64($0)) }
    return (0..<UInt64(requests)).map { number in
      let request = ServiceRequest(number)
      guard request.kind == .compute else { return number }
      return ofBits.indices.reduce(0) { result, bit in
        request.seed &>> UInt64(bit) & 1 == 1 ? result ^ ofBits[bit] : result
      }
    }
  }
}

/// The output function of SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014).
private func mixed(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}
