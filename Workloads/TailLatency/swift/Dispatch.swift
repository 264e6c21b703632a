import Dispatch
import WorkloadKit

extension TailLatency: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let cache = QueueCache(parameters)
    let schedule = Schedule(parameters)

    stopwatch.measure {
      let group = DispatchGroup()
      let clock = BatchClock(parameters, schedule, in: group) { request in
        DispatchQueue.global().async(group: group) {
          cache.replaceEntries(of: request)
          schedule.noteEnd(of: request)
        }
      }
      clock.start()
      group.wait()
    }

    return schedule.report(cache.checksum, to: &stopwatch)
  }
}

/// A cache that is safe to share because only its own queue accesses it.
private final class QueueCache: @unchecked Sendable {
  private let queue = DispatchQueue(label: "cache")
  private var cache: TailLatency.Cache

  init(_ parameters: TailLatency.Parameters) { cache = TailLatency.Cache(parameters) }

  func replaceEntries(of request: Int) { queue.sync { cache.replaceEntries(of: request) } }

  var checksum: Checksum { queue.sync { cache.checksum } }
}

/// Starts the requests of each batch when it is due.
///
/// Only the timer's handler accesses its mutable state.
final class BatchClock: @unchecked Sendable {
  private let timer = DispatchSource.makeTimerSource()
  private var batches: Range<Int>
  private let parameters: TailLatency.Parameters
  private let schedule: TailLatency.Schedule
  private let group: DispatchGroup
  private let startRequest: (Int) -> Void

  init(
    _ parameters: TailLatency.Parameters, _ schedule: TailLatency.Schedule,
    in group: DispatchGroup, startRequest: @escaping (Int) -> Void
  ) {
    (self.parameters, self.schedule, self.group) = (parameters, schedule, group)
    (self.startRequest, batches) = (startRequest, parameters.batches)
  }

  func start() {
    group.enter()
    timer.setEventHandler { [self] in startDueBatches() }
    schedule.start()
    timer.schedule(deadline: .now(), repeating: .milliseconds(1), leeway: .nanoseconds(0))
    timer.activate()
  }

  /// Starts every batch that is due, because Dispatch merges late ticks into one.
  private func startDueBatches() {
    while let batch = batches.first {
      guard schedule.dueNanoseconds(of: batch) <= monotonicNanoseconds() else { return }
      batches.removeFirst()
      schedule.noteStart(of: batch)
      parameters.requests(of: batch).forEach(startRequest)
    }
    timer.cancel()
    group.leave()
  }
}
