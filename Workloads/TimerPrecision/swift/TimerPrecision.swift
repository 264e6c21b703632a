package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = TimerPrecision.self

enum TimerPrecision: Workload {
  struct Parameters: ParameterSet {
    var durationMilliseconds = 1
    var timers = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("duration-milliseconds", \.durationMilliseconds),
      ParameterField("timers", \.timers),
    ]

    /// Each timer is due every millisecond.
    var wakesOfEach: Int { durationMilliseconds }

    /// How long after the start a wake-up is due.
    ///
    /// Wake-ups and timers are counted from 0.
    ///
    /// The first ones are due after 100 ms, when all timers have been started. The timers are spread
    /// evenly over a millisecond.
    func offsetNanoseconds(ofWake wake: Int, of timer: Int) -> UInt64 {
      100_000_000 + UInt64(wake) * 1_000_000 + UInt64(timer * 1_000_000 / timers)
    }
  }

  static let name = "timer-precision"
  static let title = "Timer precision"
  static let operation = "wake-up"

  static let lateness = "latenessNanoseconds"
  static let latencies = [WorkloadLatency(lateness, label: "Lateness of a wake-up")]
  static let headlines = [
    "latenessP50Nanoseconds", "latenessP99Nanoseconds", "processorPerOperationNanoseconds",
  ]

  /// With more timers, some runtimes do not keep up, and the lateness grows as long as they run.
  static func isHeadline(_ parameters: Parameters) -> Bool { parameters.timers <= 100 }

  static func operations(_ parameters: Parameters) -> Int {
    parameters.timers * parameters.wakesOfEach
  }

  /// The sum of the numbers of all wake-ups, which are counted from 1.
  static func answer(_ parameters: Parameters) -> Checksum {
    let count = Checksum(operations(parameters))
    return count % 2 == 0 ? count / 2 &* (count + 1) : count &* ((count + 1) / 2)
  }

  /// When the last wake-up is due.
  static func floor(_ parameters: Parameters) -> Duration {
    let last = parameters.offsetNanoseconds(
      ofWake: parameters.wakesOfEach - 1, of: parameters.timers - 1)
    return .nanoseconds(Int64(last))
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: sizes([1, 10], durationMilliseconds: 50)
    case .quick: sizes([1, 100], durationMilliseconds: 250)
    case .standard: sizes([1, 10, 100], durationMilliseconds: 1_000)
    case .full: sizes([1, 10, 100, 1_000], durationMilliseconds: 1_000)
    }
  }

  private static func sizes(_ timers: [Int], durationMilliseconds: Int) -> [Parameters] {
    timers.map { Parameters(durationMilliseconds: durationMilliseconds, timers: $0) }
  }
}
