import Synchronization
import WorkloadKit

extension Cancellation {
  /// Records when each task saw the cancellation and how many tasks have ended.
  final class Roll: @unchecked Sendable {
    // An array cannot hold atomics. They are freed with this object, to which every task
    // has a reference.
    private let moments: UnsafeMutableBufferPointer<Atomic<UInt64>>
    private let due = Atomic(UInt64.max)
    private let ended = Atomic(0)

    init(_ parameters: Parameters) {
      moments = .allocate(capacity: parameters.tasks)
      for index in moments.indices { moments.initializeElement(at: index, to: Atomic(0)) }
    }

    deinit { moments.deallocate() }

    /// Makes the cancellation due the given time from now.
    func setDue(afterMilliseconds milliseconds: Int) {
      due.store(monotonicNanoseconds() + UInt64(milliseconds) * 1_000_000, ordering: .relaxed)
    }

    /// Records that a task sees the cancellation now.
    func see(_ task: Int) { moments[task].store(monotonicNanoseconds(), ordering: .relaxed) }

    /// Records that a task and all tasks that it started have ended.
    func end() { ended.add(1, ordering: .relaxed) }

    /// The number of tasks that have not ended; read it at the end of the region.
    var left: Int { moments.count - ended.load(ordering: .relaxed) }

    /// Returns the answer; records the latencies in the stopwatch.
    func report(left: Int, to stopwatch: inout Stopwatch) -> Checksum {
      let due = due.load(ordering: .relaxed)
      let seen = moments.indices.map { moments[$0].load(ordering: .relaxed) }.filter { $0 > 0 }
      let latencies = seen.map { $0 < due ? 0 : $0 - due }
      stopwatch.record(Cancellation.latency, latencies: latencies)
      let early = seen.count { $0 < due }
      let isPrompt = latencies.min().map { $0 <= Cancellation.slackNanoseconds } ?? false
      return checksum(saw: seen.count, left: left, early: early, isPrompt: isPrompt)
    }
  }
}
