import BenchmarkModel

/// A unit as publications print it, with its possible meanings.
struct PrintedUnit {
  /// The number of normalized units that make up one printed unit.
  typealias Factor = Double

  let name: String
  let normalized: Metric.Unit
  /// All meanings in use, for example 1,000 and 1,024 bytes for `KB`; the row states which one applies.
  let factors: [Factor]

  /// The units that rows may use.
  static let all: [PrintedUnit] = [
    PrintedUnit("bytes", .bytes, [1]),
    PrintedUnit("KB", .bytes, [1e3, 1024]),
    PrintedUnit("kB", .bytes, [1e3, 1024]),
    PrintedUnit("K", .bytes, [1e3, 1024]),
    PrintedUnit("KiB", .bytes, [1024]),
    PrintedUnit("MB", .bytes, [1e6, 1_048_576]),
    PrintedUnit("mb", .bytes, [1e6, 1_048_576]),
    PrintedUnit("M", .bytes, [1e6, 1_048_576]),
    PrintedUnit("MiB", .bytes, [1_048_576]),
    PrintedUnit("GB", .bytes, [1e9, 1_073_741_824]),
    PrintedUnit("GiB", .bytes, [1_073_741_824]),
    PrintedUnit("ns", .nanoseconds, [1]),
    PrintedUnit("us", .nanoseconds, [1e3]),
    PrintedUnit("ms", .nanoseconds, [1e6]),
    PrintedUnit("s", .nanoseconds, [1e9]),
    PrintedUnit("min", .nanoseconds, [60e9]),
    PrintedUnit("count", .count, [1]),
    PrintedUnit("tasks", .count, [1]),
    PrintedUnit("threads", .count, [1]),
    PrintedUnit("instructions", .count, [1]),
    PrintedUnit("cycles", .count, [1]),
    // Of one processor core: 100 percent is one busy core.
    PrintedUnit("percent", .count, [0.01]),
    PrintedUnit("calls/s", .perSecond, [1]),
    PrintedUnit("hops/s", .perSecond, [1]),
    PrintedUnit("msg/s", .perSecond, [1]),
    PrintedUnit("M msg/s", .perSecond, [1e6]),
    PrintedUnit("primes/s", .perSecond, [1]),
    PrintedUnit("round trips/s", .perSecond, [1]),
    PrintedUnit("k rps", .perSecond, [1e3]),
    PrintedUnit("M rps", .perSecond, [1e6]),
    PrintedUnit("switches/s", .perSecond, [1]),
    PrintedUnit("tasks/s", .perSecond, [1]),
    PrintedUnit("req/s", .perSecond, [1]),
    PrintedUnit("qps", .perSecond, [1]),
    PrintedUnit("tps", .perSecond, [1]),
  ]

  private init(_ name: String, _ normalized: Metric.Unit, _ factors: [Factor]) {
    self.name = name
    self.normalized = normalized
    self.factors = factors
  }

  /// Whether a normalized number follows from a printed one by any meaning of the unit.
  ///
  /// Bytes and nanoseconds are rounded to whole numbers, so they may be off by up to one half.
  func converts(_ printed: Double, to number: Double) -> Bool {
    factors.contains { factor in
      let exact = printed * factor
      return abs(number - exact) <= (isRounded ? 0.5 : 0) + exact * 1e-12
    }
  }

  /// The correct normalized numbers as texts.
  func conversions(of printed: Double) -> [String] {
    factors.map { factor in
      let exact = printed * factor
      return isRounded ? wholeNumberText(exact) : "\(exact)"
    }
  }

  private var isRounded: Bool { normalized == .bytes || normalized == .nanoseconds }
}

private func wholeNumberText(_ number: Double) -> String {
  let rounded = number.rounded(.toNearestOrEven)
  return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
}
