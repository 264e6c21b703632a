import WorkloadKit

extension TailLatency.Actors: AsyncStyle {
  static func async(
    _ parameters: TailLatency.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let cache = SharedCache(parameters)
    try await TailLatency.serveWithTasks(parameters, &stopwatch) { request in
      await cache.replaceEntries(of: request)
    }
    return await cache.checksum
  }
}

private actor SharedCache {
  private let cache: TailLatency.Cache

  init(_ parameters: TailLatency.Parameters) { cache = TailLatency.Cache(parameters) }

  func replaceEntries(of request: UInt64) { cache.replaceEntries(of: request) }

  var checksum: Checksum { cache.checksum }
}
