import Synchronization
import WorkloadKit

extension Race {
  /// Takes down what becomes of the contenders, which the style numbers in the order of starting.
  final class Referee: Sendable {
    private static let nobody = -1

    private let winner = Atomic(nobody)
    private let winNanoseconds = Atomic<UInt64>(0)
    fileprivate let open = Atomic(0)
    private let stopped = Atomic(0)
    private let late = Atomic(0)

    /// Opens the resource of a contender that is about to be started.
    func openResource() -> Resource { Resource(self) }

    /// Notes that a contender has slept to the end; true for the first, which wins.
    @discardableResult
    func wake(_ contender: Int) -> Bool {
      let now = monotonicNanoseconds()
      let isFirst = winner.compareExchange(
        expected: Self.nobody, desired: contender, ordering: .relaxed
      ).exchanged
      if isFirst {
        winNanoseconds.store(now, ordering: .relaxed)
      } else {
        late.add(1, ordering: .relaxed)
      }
      return isFirst
    }

    /// Notes that a contender was stopped; it counts when another one has won.
    func stop(_ contender: Int) {
      let winner = winner.load(ordering: .relaxed)
      if winner != Self.nobody && winner != contender { stopped.add(1, ordering: .relaxed) }
    }

    /// How things stand, to be asked at the end of the region; what happens later does not count.
    func verdict() -> Verdict {
      Verdict(
        winner: winner.load(ordering: .relaxed), open: open.load(ordering: .relaxed),
        stopped: stopped.load(ordering: .relaxed), late: late.load(ordering: .relaxed),
        stopNanoseconds: monotonicNanoseconds() - winNanoseconds.load(ordering: .relaxed))
    }
  }

  /// What a contender holds from before its start until it ends, however it ends.
  final class Resource: Sendable {
    private let referee: Referee
    private let isOpen = Atomic(true)

    fileprivate init(_ referee: Referee) {
      self.referee = referee
      referee.open.add(1, ordering: .relaxed)
    }

    func release() {
      // A second release must not make up for one that another contender forgot.
      if isOpen.exchange(false, ordering: .relaxed) { referee.open.subtract(1, ordering: .relaxed) }
    }
  }

  struct Verdict: Sendable {
    let winner, open, stopped, late: Int
    let stopNanoseconds: UInt64

    /// The answer; the time from the win to here goes to the stopwatch.
    func report(to stopwatch: inout Stopwatch) -> Checksum {
      stopwatch.record(Race.stopNanoseconds, Double(stopNanoseconds))
      return [winner, open, stopped, late].reduce(0) {
        $0 &* 31 &+ Checksum(truncatingIfNeeded: $1)
      }
    }
  }
}
