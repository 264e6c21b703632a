import WorkloadKit

extension TailLatency {
  /// An entry of the cache: a separate object of 128 bytes, which depend only on its key and on
  /// whether it was replaced.
  final class Entry: Sendable {
    private let payload: SIMD16<UInt64>

    init(_ key: UInt64, isReplaced: Bool) {
      let seed = mixed(key &* 2 &+ (isReplaced ? 1 : 0))
      payload = SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) &+ seed
    }

    func hash(with key: UInt64) -> UInt64 {
      mixed(payload.indices.reduce(key) { $0 &* 31 &+ payload[$1] })
    }
  }

  /// The cache; each style guards it in its own way.
  struct Cache: Sendable {
    static let entriesOfRequest = 10

    private var entries: [UInt64: Entry] = [:]
    private let size: Int

    init(_ parameters: Parameters) {
      size = parameters.entries
      entries.reserveCapacity(size)
      for key in 0..<UInt64(size) { entries[key] = Entry(key, isReplaced: false) }
    }

    mutating func replaceEntries(of request: Int) {
      for number in 0..<Self.entriesOfRequest {
        let key = UInt64((request * Self.entriesOfRequest + number) % size)
        entries[key] = Entry(key, isReplaced: true)
      }
    }

    /// A sum over all entries, which does not depend on their order.
    var checksum: Checksum {
      entries.reduce(0) { $0 &+ $1.value.hash(with: $1.key) }
    }
  }

  /// When each batch is due, how late it came, and how long each request took.
  ///
  /// Every batch and every request has its own slot, so no lock is needed.
  final class Schedule: @unchecked Sendable {
    private let parameters: Parameters
    private let latenesses: UnsafeMutableBufferPointer<UInt64>
    private let latencies: UnsafeMutableBufferPointer<UInt64>
    private var startNanoseconds: UInt64 = 0
    private static let never = UInt64.max

    init(_ parameters: Parameters) {
      self.parameters = parameters
      latenesses = .allocate(capacity: parameters.batches.count)
      latencies = .allocate(capacity: operations(parameters))
      latenesses.initialize(repeating: Self.never)
      latencies.initialize(repeating: Self.never)
    }

    deinit {
      latenesses.deallocate()
      latencies.deallocate()
    }

    /// Starts the schedule: the first batch is due now.
    func start() { startNanoseconds = monotonicNanoseconds() }

    func dueNanoseconds(of batch: Int) -> UInt64 {
      startNanoseconds + UInt64(batch) * 1_000_000
    }

    /// Records the lateness of a batch; call it right before starting the batch's requests.
    func noteStart(of batch: Int) {
      latenesses[batch] = monotonicNanoseconds() - dueNanoseconds(of: batch)
    }

    func noteEnd(of request: Int) {
      let due = dueNanoseconds(of: request / parameters.requestsOfEach)
      latencies[request] = monotonicNanoseconds() - due
    }

    /// Returns the answer and records the latencies in the stopwatch.
    ///
    /// Call it once all requests have ended.
    func report(_ cacheChecksum: Checksum, to stopwatch: inout Stopwatch) -> Checksum {
      let ended = latencies.filter { $0 != Self.never }
      stopwatch.record(TailLatency.lateness, latencies: Array(latenesses))
      stopwatch.record(TailLatency.latency, latencies: ended)
      return Checksum(ended.count) &* 31 &+ cacheChecksum
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
