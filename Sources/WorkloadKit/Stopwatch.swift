import Platform

/// The clock of one iteration: it times exactly one region.
public struct Stopwatch: Sendable {
  /// The length of the region in nanoseconds; nil until it has ended.
  public private(set) var elapsedNanoseconds: UInt64?

  private var startNanoseconds: UInt64?
  /// The process's processor time before the region; after it, the processor time of the region.
  private var processorNanoseconds: UInt64 = 0
  private var metrics: [String: Double] = [:]
  private var latencies: [String: [LatencyCount]] = [:]

  /// Creates a stopwatch that has not run.
  public init() {}

  /// Times the region.
  ///
  /// The region runs on the calling thread. A second region in the same iteration is a programming
  /// error and traps.
  public mutating func measure<Result>(_ region: () throws -> Result) rethrows -> Result {
    let start = begin()
    defer { end(start) }
    return try region()
  }

  /// Times a region that suspends.
  ///
  /// A second region in the same iteration traps, as with `measure`. The two names differ because
  /// the linter does not allow overloads that differ only in being async.
  public mutating func measureAsync<Result>(
    _ region: () async throws -> Result
  ) async rethrows -> Result {
    let start = begin()
    defer { end(start) }
    return try await region()
  }

  /// Records the time from the start of the region until the last unit arrived, in nanoseconds,
  /// under a metric's name.
  ///
  /// Traps if a unit has not arrived.
  public mutating func record(_ metric: String, _ latch: Latch) {
    guard let startNanoseconds, let last = latch.lastNanoseconds else {
      preconditionFailure("\(metric) needs a region in which every unit arrived")
    }
    metrics[metric] = Double(last - startNanoseconds)
  }

  /// Records a value, which must not be negative, under a metric's name; the unit is the metric's.
  public mutating func record(_ metric: String, _ value: Double) { metrics[metric] = value }

  /// Records latencies in nanoseconds under the name of a distribution.
  public mutating func record(_ distribution: String, latencies nanoseconds: some Sequence<UInt64>)
  {
    latencies[distribution] = latencyCounts(nanoseconds)
  }

  /// The report of the iteration; traps if no region was timed.
  func report(answer: Checksum) -> IterationReport {
    guard let elapsedNanoseconds else { preconditionFailure("the body timed no region") }
    return IterationReport(
      elapsedNanoseconds: elapsedNanoseconds, answer: answer,
      processorNanoseconds: processorNanoseconds, metrics: metrics, latencies: latencies)
  }

  private mutating func begin() -> UInt64 {
    precondition(startNanoseconds == nil, "the body timed two regions")
    processorNanoseconds = nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID)
    let now = monotonicNanoseconds()
    startNanoseconds = now
    return now
  }

  private mutating func end(_ start: UInt64) {
    elapsedNanoseconds = monotonicNanoseconds() - start
    processorNanoseconds = nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) - processorNanoseconds
  }
}

/// The time of the monotonic clock in nanoseconds since an unspecified start.
public func monotonicNanoseconds() -> UInt64 { nanoseconds(of: CLOCK_MONOTONIC) }

private func nanoseconds(of clock: clockid_t) -> UInt64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Consumes a value so that the optimizer cannot remove the work that produced it.
@inline(never)
@_optimize(none)
public func blackHole<Value>(_ value: borrowing Value) {}
