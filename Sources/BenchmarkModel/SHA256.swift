/// The SHA-256 digest of the bytes, as 64 lower-case hexadecimal digits.
public func sha256Hex(_ bytes: some Collection<UInt8>) -> String {
  var digest = SHA256Digest()
  digest.update(Array(bytes))
  return digest.hex
}

/// A SHA-256 digest of bytes that come in pieces.
///
/// Source: FIPS 180-4, "Secure Hash Standard" (NIST, 2015), sections 4.1.2, 4.2.2, 5.1.1, 5.3.3 and
/// 6.2. Ours, because the toolchain has none and a cryptography package is much for one function
/// that guards no secret.
public struct SHA256Digest: Sendable {
  private var hash = initialHash
  /// The beginning of a block that is not full yet.
  private var rest: [UInt8] = []
  private var byteCount: UInt64 = 0
  private var schedule = [UInt32](repeating: 0, count: 64)

  /// Begins a digest of nothing.
  public init() {}

  /// Takes further bytes in.
  public mutating func update(_ bytes: [UInt8]) {
    byteCount += UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(64 - rest.count, bytes.count)
      rest += bytes[..<start]
      guard rest.count == 64 else { return }
      compress(rest, at: 0)
      rest.removeAll(keepingCapacity: true)
    }
    while bytes.count - start >= 64 {
      compress(bytes, at: start)
      start += 64
    }
    rest += bytes[start...]
  }

  /// The digest of what was taken in so far, as 64 lower-case hexadecimal digits.
  public var hex: String {
    var last = self
    last.finish()
    return last.hash.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Section 5.1.1: a one bit, zeros, and the length in bits as 64 bits fill the last block.
  private mutating func finish() {
    let bitCount = byteCount &* 8
    var padding: [UInt8] = [0x80]
    padding += [UInt8](repeating: 0, count: (119 - rest.count % 64) % 64)
    padding += stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: bitCount >> UInt64($0))
    }
    update(padding)
  }

  /// Section 6.2.2: takes one block of 64 bytes into the hash.
  private mutating func compress(_ bytes: [UInt8], at start: Int) {
    var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3])
    var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7])
    // Every index into these is below 64, so that nothing is lost with the checks of arrays.
    roundConstants.withUnsafeBufferPointer { constants in
      schedule.withUnsafeMutableBufferPointer { schedule in
        for index in 0..<16 {
          let at = start + 4 * index
          schedule[index] =
            UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
            | UInt32(bytes[at + 3])
        }
        for index in 16..<64 {
          let (early, late) = (schedule[index - 15], schedule[index - 2])
          let sigma0 = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
          let sigma1 = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
          schedule[index] = sigma1 &+ schedule[index - 7] &+ sigma0 &+ schedule[index - 16]
        }
        for index in 0..<64 {
          let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
          let choice = e & f ^ ~e & g
          let first = h &+ sum1 &+ choice &+ constants[index] &+ schedule[index]
          let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
          let majority = a & b ^ a & c ^ b & c
          (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ sum0 &+ majority)
        }
      }
    }
    let words = (a, b, c, d, e, f, g, h)
    hash[0] &+= words.0
    hash[1] &+= words.1
    hash[2] &+= words.2
    hash[3] &+= words.3
    hash[4] &+= words.4
    hash[5] &+= words.5
    hash[6] &+= words.6
    hash[7] &+= words.7
  }
}

private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word >> count | word << (32 - count)
}

private let initialHash: [UInt32] = [
  0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
  0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
]

private let roundConstants: [UInt32] = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
  0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
  0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
  0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
  0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
  0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
  0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
  0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
  0xc671_78f2,
]
