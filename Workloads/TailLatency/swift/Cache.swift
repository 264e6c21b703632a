import WorkloadKit

extension TailLatency {
  /// An entry of the cache: a separate object with a payload of 128 bytes, which depend only on its
  /// key and on whether it was replaced, and two links.
  final class Entry {
    private let payload: SIMD16<UInt64>
    // The map owns all entries, so the links of the list need not count references.
    unowned(unsafe) fileprivate var newer: Entry?
    unowned(unsafe) fileprivate var older: Entry?

    init(_ key: UInt64, isReplaced: Bool) {
      let seed = mixed(key &* 2 &+ (isReplaced ? 1 : 0))
      payload = SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) &+ seed
    }

    var hash: UInt64 { mixed(payload.indices.reduce(0) { $0 &* 31 &+ payload[$1] }) }
  }

  /// A map whose entries form a list, the most recently replaced first; each style guards it in its
  /// own way.
  final class Cache {
    static let entriesOfRequest = 10

    private var entries: [UInt64: Entry] = [:]
    private let size: Int
    private var replacedCount = 0
    unowned(unsafe) private var newest: Entry?
    unowned(unsafe) private var oldest: Entry?

    init(_ parameters: Parameters) {
      size = parameters.entries
      entries.reserveCapacity(size)
      for key in 0..<UInt64(size) { link(Entry(key, isReplaced: false), to: key) }
    }

    /// Replaces the entries that a request names with new ones, which go to the front of the list.
    func replaceEntries(of request: UInt64) {
      for number in 0..<UInt64(Self.entriesOfRequest) {
        let key = (request * UInt64(Self.entriesOfRequest) + number) % UInt64(size)
        if let entry = entries[key] { unlink(entry) }
        link(Entry(key, isReplaced: true), to: key)
      }
      replacedCount += Self.entriesOfRequest
    }

    /// The answer: the number of requests served, and a sum over the list, which does not depend on
    /// its order.
    var checksum: Checksum {
      var sum: UInt64 = 0
      var next = newest
      while let entry = next {
        sum &+= entry.hash
        next = entry.older
      }
      return Checksum(replacedCount / Self.entriesOfRequest) &* 31 &+ sum
    }

    private func link(_ entry: Entry, to key: UInt64) {
      entries[key] = entry
      entry.older = newest
      newest?.newer = entry
      newest = entry
      if oldest == nil { oldest = entry }
    }

    private func unlink(_ entry: Entry) {
      if let newer = entry.newer { newer.older = entry.older } else { newest = entry.older }
      if let older = entry.older { older.newer = entry.newer } else { oldest = entry.newer }
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
