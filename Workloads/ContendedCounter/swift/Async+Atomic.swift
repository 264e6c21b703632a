import Synchronization
import WorkloadKit

extension ContendedCounter.Atomics: AsyncStyle {
  static func async(
    _ parameters: ContendedCounter.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let counter = AtomicCounter()

    let total = await stopwatch.measureAsync {
      await withTaskGroup(of: ContendedCounter.Tally.self) { group in
        for _ in 0..<parameters.callers {
          group.addTask {
            var tally = ContendedCounter.Tally()
            for _ in 0..<parameters.callsOfEach { tally.note(counter.increment()) }
            return tally
          }
        }
        return await group.reduce(into: ContendedCounter.Tally()) { $0.merge($1) }
      }
    }

    return total.report(to: &stopwatch)
  }
}

private final class AtomicCounter: Sendable {
  private let count = Atomic(0)

  func increment() -> Int { count.add(1, ordering: .relaxed).newValue }
}
