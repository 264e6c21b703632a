/// So many latencies that fell into the same bucket.
public struct LatencyCount: Sendable, Hashable {
  /// The largest latency of the bucket in nanoseconds.
  public var value: UInt64
  /// How many latencies fell into it, at least 1.
  public var count: Int

  /// Pairs a bucket with its count.
  public init(value: UInt64, count: Int) {
    self.value = value
    self.count = count
  }
}

/// Sorts latencies in nanoseconds into buckets, the smallest first.
///
/// The buckets are HdrHistogram's at three significant digits (Gil Tene, HdrHistogram, 2012): a
/// bucket each for values below 2,048, then 1,024 between each power of two and the next, so that no
/// value differs from its bucket's by more than one in a thousand.
public func latencyCounts(_ nanoseconds: some Sequence<UInt64>) -> [LatencyCount] {
  let counts = nanoseconds.reduce(into: [UInt64: Int]()) { counts, value in
    counts[largestInBucket(of: value), default: 0] += 1
  }
  return counts.sorted { $0.key < $1.key }.map { LatencyCount(value: $0.key, count: $0.value) }
}

/// The largest value that lies in the same bucket.
func largestInBucket(of value: UInt64) -> UInt64 {
  let significantBits = 11
  let excess = UInt64.bitWidth - value.leadingZeroBitCount - significantBits
  return excess > 0 ? value | (1 << UInt64(excess) - 1) : value
}

/// A distribution that an implementation reports beside its metrics.
public struct WorkloadLatency: Sendable, Equatable {
  /// The name in lower camel case that ends in the unit, for example `latenessNanoseconds`.
  public let name: String
  /// The name in words.
  public let label: String

  /// Makes a distribution of latencies in nanoseconds from its name and its words.
  public init(_ name: String, label: String) {
    self.name = name
    self.label = label
  }
}
