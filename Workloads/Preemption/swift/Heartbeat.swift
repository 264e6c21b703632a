import WorkloadKit

extension Preemption {
  /// The beats of one iteration: when each is due, and how late it came.
  struct Heartbeat: Sendable {
    private let beats: Int
    private var startNanoseconds: UInt64 = 0
    private var madeNanoseconds: [UInt64] = []

    init(_ parameters: Parameters) {
      beats = parameters.beats
      madeNanoseconds.reserveCapacity(beats)
    }

    /// The number of beats made so far.
    var count: Int { madeNanoseconds.count }
    var isOver: Bool { count == beats }

    /// When the next beat is due, on the clock of `monotonicNanoseconds`.
    var dueNanoseconds: UInt64 { dueNanoseconds(ofBeat: count + 1) }

    private func dueNanoseconds(ofBeat beat: Int) -> UInt64 {
      startNanoseconds + UInt64(beat) * 1_000_000
    }

    mutating func start() { startNanoseconds = monotonicNanoseconds() }
    mutating func beat() { madeNanoseconds.append(monotonicNanoseconds()) }

    /// Returns the answer; records gaps and lateness in the stopwatch.
    ///
    /// A beat before its time does not count.
    func report(hogsEnded: Int, to stopwatch: inout Stopwatch) -> Checksum {
      let due = (1...beats).map { dueNanoseconds(ofBeat: $0) }
      let late = zip(madeNanoseconds, due).filter { $0 >= $1 }.map { $0 - $1 }
      stopwatch.record(Preemption.beatLateness, latencies: late)
      let gaps = zip(madeNanoseconds, [startNanoseconds] + madeNanoseconds).map { $0 - $1 }
      stopwatch.record(Preemption.longestGap, Double(gaps.max() ?? 0))
      return Preemption.checksum(beats: late.count, allHogsEnded: hogsEnded == poolThreadCount)
    }
  }
}
