import WorkloadKit

extension MixedLoad {
  /// When each tick is due, and how late it came.
  ///
  /// A slot is written by the one timer that it belongs to and read after all have ended, which
  /// makes the schedule safe to share.
  final class Schedule: @unchecked Sendable {
    private let ticksOfEach: Int
    private let lateness: UnsafeMutableBufferPointer<UInt64>
    private var startNanoseconds: UInt64 = 0

    init(_ parameters: Parameters) {
      ticksOfEach = parameters.ticksOfEach
      lateness = .allocate(capacity: operations(parameters))
      lateness.initialize(repeating: .max)
    }

    deinit { lateness.deallocate() }

    /// How long after the start a tick is due; ticks and timers are counted from 0.
    ///
    /// The first are due after 60 ms, so that all timers have been started by then.
    static func offsetNanoseconds(ofTick tick: Int, of timer: Int) -> UInt64 {
      60_000_000 + UInt64(tick) * 10_000_000 + UInt64(timer) * 10_000
    }

    /// To be called before any timer is started.
    func start() { startNanoseconds = monotonicNanoseconds() }

    /// When a tick is due, by `monotonicNanoseconds`.
    func dueNanoseconds(tick: Int, of timer: Int) -> UInt64 {
      startNanoseconds + Self.offsetNanoseconds(ofTick: tick, of: timer)
    }

    /// Notes that a tick has come; one that comes before its time is none.
    func note(tick: Int, of timer: Int) {
      let now = monotonicNanoseconds()
      let due = dueNanoseconds(tick: tick, of: timer)
      if now >= due { lateness[timer * ticksOfEach + tick] = now - due }
    }

    /// The answer; what ticks and crunchers showed goes to the stopwatch.
    func report(_ work: Work, to stopwatch: inout Stopwatch) -> Checksum {
      let late = lateness.filter { $0 != .max }
      stopwatch.record(MixedLoad.lateness, latencies: late)
      stopwatch.record(chunksCount, Double(work.chunks))
      return checksum(ticks: late.count, wrongChunks: work.wrongChunks)
    }
  }
}
