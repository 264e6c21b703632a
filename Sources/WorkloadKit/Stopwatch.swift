import Platform

/// The clock of one iteration: it times exactly one region.
public struct Stopwatch: Sendable {
  /// The length of the region in nanoseconds; nil until it has ended.
  public private(set) var elapsedNanoseconds: UInt64?

  private var startNanoseconds: UInt64?
  /// The processor time before the region, and after it that of the region.
  private var processorNanoseconds: UInt64 = 0
  private var metrics: [String: Double] = [:]
  private var latencies: [String: [LatencyCount]] = [:]

  /// Makes a stopwatch that has not run.
  public init() {}

  /// Times the region.
  ///
  /// Calling it twice for one iteration is a mistake in the body and traps.
  public mutating func measure<Result>(_ region: () throws -> Result) rethrows -> Result {
    let start = begin()
    defer { end(start) }
    return try region()
  }

  /// Times a region that suspends.
  ///
  /// Calling it twice for one iteration traps, as for `measure`.
  public mutating func measureAsync<Result>(
    _ region: () async throws -> Result
  ) async rethrows -> Result {
    let start = begin()
    defer { end(start) }
    return try await region()
  }

  /// Records how long after the start of the region the last unit arrived, under a metric's name.
  public mutating func record(_ metric: String, _ latch: Latch) {
    guard let startNanoseconds, let last = latch.lastNanoseconds else {
      preconditionFailure("\(metric) needs a region in which every unit arrived")
    }
    metrics[metric] = Double(last - startNanoseconds)
  }

  /// Records a value, which is not negative, under a metric's name.
  public mutating func record(_ metric: String, _ value: Double) { metrics[metric] = value }

  /// Records latencies in nanoseconds under the name of a distribution.
  public mutating func record(_ distribution: String, latencies nanoseconds: some Sequence<UInt64>)
  {
    latencies[distribution] = latencyCounts(nanoseconds)
  }

  /// What the runner is told of the iteration; traps when no region was timed.
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

/// The monotonic clock in nanoseconds since an unspecified start.
public func monotonicNanoseconds() -> UInt64 { nanoseconds(of: CLOCK_MONOTONIC) }

private func nanoseconds(of clock: clockid_t) -> UInt64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Consumes a value so that the optimizer cannot remove the work that made it.
@inline(never)
@_optimize(none)
public func blackHole<Value>(_ value: borrowing Value) {}
