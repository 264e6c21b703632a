import Dispatch
import WorkloadKit

extension TailLatency.SerialQueues: DispatchStyle {
  static func dispatch(
    _ parameters: TailLatency.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let cache = QueueCache(parameters)
    try TailLatency.serveWithSources(parameters, &stopwatch) { cache.replaceEntries(of: $0) }
    return cache.checksum
  }
}

/// A cache that is safe to share because only its own queue accesses it.
private final class QueueCache: @unchecked Sendable {
  private let queue = DispatchQueue(label: "cache")
  private let cache: TailLatency.Cache

  init(_ parameters: TailLatency.Parameters) { cache = TailLatency.Cache(parameters) }

  func replaceEntries(of request: UInt64) { queue.sync { cache.replaceEntries(of: request) } }

  var checksum: Checksum { queue.sync { cache.checksum } }
}
