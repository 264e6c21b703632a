import WorkloadKit

extension MixedLoad {
  /// When each tick is due and how late it came.
  ///
  /// It is safe to share: each slot is written by one timer and read after all timers have ended.
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

    /// How long after the start a tick is due.
    ///
    /// Ticks and timers are counted from 0.
    ///
    /// The first ticks are due after 60 ms, when all timers have been started.
    static func offsetNanoseconds(ofTick tick: Int, of timer: Int) -> UInt64 {
      60_000_000 + UInt64(tick) * 10_000_000 + UInt64(timer) * 10_000
    }

    /// Starts the schedule; call it before any timer is started.
    func start() { startNanoseconds = monotonicNanoseconds() }

    /// When a tick is due, on the clock of `monotonicNanoseconds`.
    func dueNanoseconds(tick: Int, of timer: Int) -> UInt64 {
      startNanoseconds + Self.offsetNanoseconds(ofTick: tick, of: timer)
    }

    /// Records that a tick has come; a tick before its time does not count.
    func note(tick: Int, of timer: Int) {
      let now = monotonicNanoseconds()
      let due = dueNanoseconds(tick: tick, of: timer)
      if now >= due { lateness[timer * ticksOfEach + tick] = now - due }
    }

    /// Returns the answer; records lateness and chunks in the stopwatch.
    func report(_ work: Work, to stopwatch: inout Stopwatch) -> Checksum {
      let late = lateness.filter { $0 != .max }
      stopwatch.record(MixedLoad.lateness, latencies: late)
      stopwatch.record(chunksCount, Double(work.chunks))
      return checksum(ticks: late.count, wrongChunks: work.wrongChunks)
    }
  }
}
