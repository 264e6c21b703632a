import Synchronization
import WorkloadKit

extension TailLatency.Mutexes: AsyncStyle {
  static func async(
    _ parameters: TailLatency.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let cache = LockedCache(parameters)
    let schedule = TailLatency.Schedule(parameters)

    try await stopwatch.measureAsync {
      try await withThrowingDiscardingTaskGroup { group in
        schedule.start()
        let start = SuspendingClock.now
        for batch in parameters.batches {
          try await Task.sleep(
            until: start + .milliseconds(batch), tolerance: .zero, clock: .suspending)
          schedule.noteStart(of: batch)
          for request in parameters.requests(of: batch) {
            group.addTask {
              cache.replaceEntries(of: request)
              schedule.noteEnd(of: request)
            }
          }
        }
      }
    }

    return schedule.report(cache.checksum, to: &stopwatch)
  }
}

private final class LockedCache: Sendable {
  private let cache: Mutex<TailLatency.Cache>

  init(_ parameters: TailLatency.Parameters) { cache = Mutex(TailLatency.Cache(parameters)) }

  func replaceEntries(of request: Int) { cache.withLock { $0.replaceEntries(of: request) } }

  var checksum: Checksum { cache.withLock { $0.checksum } }
}
