import WorkloadKit

extension TailLatency: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let cache = SharedCache(parameters)
    let schedule = Schedule(parameters)

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
              await cache.replaceEntries(of: request)
              schedule.noteEnd(of: request)
            }
          }
        }
      }
    }

    return schedule.report(await cache.checksum, to: &stopwatch)
  }
}

private actor SharedCache {
  private var cache: TailLatency.Cache

  init(_ parameters: TailLatency.Parameters) { cache = TailLatency.Cache(parameters) }

  func replaceEntries(of request: Int) { cache.replaceEntries(of: request) }

  var checksum: Checksum { cache.checksum }
}
