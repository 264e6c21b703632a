import Synchronization
import WorkloadKit

extension ContendedCounter: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let counter = Counter()

    let total = await stopwatch.measureAsync {
      await withTaskGroup(of: Tally.self) { group in
        for _ in 0..<parameters.callers {
          group.addTask {
            var tally = Tally()
            for _ in 0..<parameters.callsOfEach { tally.note(counter.increment()) }
            return tally
          }
        }
        return await group.reduce(into: Tally()) { $0.merge($1) }
      }
    }

    return total.report(to: &stopwatch)
  }
}

private final class Counter: Sendable {
  private let count = Mutex(0)

  func increment() -> Int {
    // No task suspends while it holds the lock, so the lock cannot block the pool for long.
    count.withLock { count in
      count += 1
      return count
    }
  }
}
