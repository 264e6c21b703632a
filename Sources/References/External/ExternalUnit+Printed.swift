import BenchmarkModel

extension ExternalUnit {
  /// Why no result in this unit can have a printed number; nil when it can.
  func problem(with number: Double) -> ExternalProblem? {
    if normalized == .nanoseconds, number < 0 {
      return .unusableNumber("\(number)", because: "is a negative time")
    }
    // Also false for a NaN.
    guard abs(number * factor) <= 1e300 else {
      return .unusableNumber("\(number)", because: "is not a finite number within ±1e300")
    }
    return nil
  }

  /// The unit as printed by Go's benchmark text or JMH, with or without `/op`; without a meaning when it
  /// is a custom unit of the benchmark.
  ///
  /// Sources: The Go Authors, "Proposal: Go Benchmark Data Format" (2016), and JMH's
  /// `TimeValue.tuToString` and `GCProfiler`.
  init(printed: String) {
    let ofOperation = printed.hasSuffix("/op") ? String(printed.dropLast(3)) : printed
    let unit = Self.known[ofOperation]
    self.init(printed, unit?.0, factor: unit?.1 ?? 1)
  }

  private static let known: [String: (Metric.Unit, Double)] = [
    "ns": (.nanoseconds, 1), "us": (.nanoseconds, 1e3), "µs": (.nanoseconds, 1e3),
    "μs": (.nanoseconds, 1e3), "ms": (.nanoseconds, 1e6), "s": (.nanoseconds, 1e9),
    "sec": (.nanoseconds, 1e9), "min": (.nanoseconds, 60e9), "hr": (.nanoseconds, 3_600e9),
    "day": (.nanoseconds, 86_400e9),
    "B": (.bytes, 1), "bytes": (.bytes, 1),
    "allocs": (.count, 1), "#": (.count, 1), "counts": (.count, 1),
    // A megabyte of throughput is 1,000,000 bytes in Go and 1,048,576 in JMH's profiler, which prints
    // MB/sec.
    "MB/s": (.perSecond, 1e6), "MB/sec": (.perSecond, 1_048_576), "B/s": (.perSecond, 1),
    "ops/ns": (.perSecond, 1e9), "ops/us": (.perSecond, 1e6), "ops/ms": (.perSecond, 1e3),
    "ops/s": (.perSecond, 1), "ops/min": (.perSecond, 1.0 / 60),
    "ops/hr": (.perSecond, 1.0 / 3_600), "ops/day": (.perSecond, 1.0 / 86_400),
  ]
}
