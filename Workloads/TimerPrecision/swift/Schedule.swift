import WorkloadKit

extension TimerPrecision {
  /// When each wake-up is due and how late it came.
  ///
  /// It is safe to share: each slot is written by one timer and read after all timers have ended.
  final class Schedule: @unchecked Sendable {
    private let parameters: Parameters
    private let lateness: UnsafeMutableBufferPointer<UInt64>
    private var startNanoseconds: UInt64 = 0

    init(_ parameters: Parameters) {
      self.parameters = parameters
      lateness = .allocate(capacity: operations(parameters))
      lateness.initialize(repeating: .max)
    }

    deinit { lateness.deallocate() }

    /// Starts the schedule; call it before any timer is started.
    func start() { startNanoseconds = monotonicNanoseconds() }

    /// When a wake-up is due, on the clock of `monotonicNanoseconds`.
    func dueNanoseconds(ofWake wake: Int, of timer: Int) -> UInt64 {
      startNanoseconds + parameters.offsetNanoseconds(ofWake: wake, of: timer)
    }

    /// Records a wake-up; one before its time does not count.
    func note(wake: Int, of timer: Int) {
      let now = monotonicNanoseconds()
      let due = dueNanoseconds(ofWake: wake, of: timer)
      if now >= due { lateness[timer * parameters.wakesOfEach + wake] = now - due }
    }

    /// Returns the answer and records the lateness in the stopwatch.
    func report(to stopwatch: inout Stopwatch) -> Checksum {
      let late = lateness.enumerated().filter { $0.element != .max }
      stopwatch.record(TimerPrecision.lateness, latencies: late.map(\.element))
      return late.reduce(0) { $0 &+ Checksum($1.offset + 1) }
    }
  }
}
