import Synchronization
import WorkloadKit

extension Race {
  /// Records what happens to the contenders.
  ///
  /// The style numbers them in the order in which it starts them.
  final class Referee: Sendable {
    private static let noWinner = -1

    private let winner = Atomic(noWinner)
    private let winNanoseconds = Atomic<UInt64>(0)
    fileprivate let open = Atomic(0)
    private let stopped = Atomic(0)
    private let late = Atomic(0)

    /// Opens the resource of a contender; call it right before starting the contender.
    func openResource() -> Resource { Resource(self) }

    /// Records that a contender has slept to the end; returns true for the first one, which wins.
    @discardableResult
    func wake(_ contender: Int) -> Bool {
      let now = monotonicNanoseconds()
      let isFirst = winner.compareExchange(
        expected: Self.noWinner, desired: contender, ordering: .relaxed
      ).exchanged
      if isFirst {
        winNanoseconds.store(now, ordering: .relaxed)
      } else {
        late.add(1, ordering: .relaxed)
      }
      return isFirst
    }

    /// Records that a contender was stopped; this counts only if another one has won.
    func stop(_ contender: Int) {
      let winner = winner.load(ordering: .relaxed)
      if winner != Self.noWinner && winner != contender { stopped.add(1, ordering: .relaxed) }
    }

    /// Returns the final state; call it at the end of the region.
    func finalState() -> FinalState {
      FinalState(
        winner: winner.load(ordering: .relaxed), open: open.load(ordering: .relaxed),
        stopped: stopped.load(ordering: .relaxed), late: late.load(ordering: .relaxed),
        stopNanoseconds: monotonicNanoseconds() - winNanoseconds.load(ordering: .relaxed))
    }
  }

  /// A resource that a contender holds from before its start until it ends, no matter how it ends.
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

  struct FinalState: Sendable {
    let winner, open, stopped, late: Int
    let stopNanoseconds: UInt64

    /// Returns the answer; records the time from the win to the end in the stopwatch.
    func report(to stopwatch: inout Stopwatch) -> Checksum {
      stopwatch.record(Race.stopNanoseconds, Double(stopNanoseconds))
      return [winner, open, stopped, late].reduce(0) {
        $0 &* 31 &+ Checksum(truncatingIfNeeded: $1)
      }
    }
  }
}
