/// The number of latencies in one bucket.
public struct LatencyCount: Sendable, Hashable {
  /// The largest latency of the bucket in nanoseconds.
  public var value: UInt64
  /// The number of latencies in the bucket, at least 1.
  public var count: Int

  /// Creates a pair of bucket and count.
  public init(value: UInt64, count: Int) {
    self.value = value
    self.count = count
  }
}

/// Sorts latencies in nanoseconds into buckets, in ascending order.
///
/// The buckets are HdrHistogram's at three significant digits (Gil Tene, HdrHistogram, 2012). Each
/// value below 2,048 has its own bucket. Above that, there are 1,024 buckets between each power of
/// two and the next, so no value differs from its bucket's by more than one in a thousand.
public func latencyCounts(_ nanoseconds: some Sequence<UInt64>) -> [LatencyCount] {
  let counts = nanoseconds.reduce(into: [UInt64: Int]()) { counts, value in
    counts[largestInBucket(of: value), default: 0] += 1
  }
  return counts.sorted { $0.key < $1.key }.map { LatencyCount(value: $0.key, count: $0.value) }
}

/// The largest value in the same bucket.
func largestInBucket(of value: UInt64) -> UInt64 {
  let significantBits = 11
  let excess = UInt64.bitWidth - value.leadingZeroBitCount - significantBits
  return excess > 0 ? value | (1 << UInt64(excess) - 1) : value
}

/// A distribution of latencies that an implementation reports in addition to its metrics.
public struct WorkloadLatency: Sendable, Equatable {
  /// The name in lower camel case that ends in the unit, for example `latenessNanoseconds`.
  public let name: String
  /// The name in words.
  public let label: String

  /// Creates a distribution of latencies in nanoseconds.
  public init(_ name: String, label: String) {
    self.name = name
    self.label = label
  }
}
