import Synchronization
import WorkloadKit

extension TailLatency: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let cache = Mutex(Cache(parameters))
    let schedule = Schedule(parameters)
    // A slot for every request, because the thread that keeps the schedule must never wait
    // for the servers.
    let requests = ThreadChannel<Int>(capacity: operations(parameters))

    try stopwatch.measure {
      // As many threads as cores serve all requests. A thread for each request would be unusual.
      let pool = try startThreads(poolThreadCount) { _ in
        while let request = requests.receive() {
          cache.withLock { $0.replaceEntries(of: request) }
          schedule.noteEnd(of: request)
        }
      }
      schedule.start()
      for batch in parameters.batches {
        sleepBlocking(untilNanoseconds: schedule.dueNanoseconds(of: batch))
        schedule.noteStart(of: batch)
        for request in parameters.requests(of: batch) { requests.send(request) }
      }
      requests.close()
      for thread in pool { thread.join() }
    }

    return schedule.report(cache.withLock { $0.checksum }, to: &stopwatch)
  }
}
