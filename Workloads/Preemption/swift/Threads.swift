import Synchronization
import WorkloadKit

extension Preemption: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    var heartbeat = Heartbeat(parameters)
    let ended = Atomic(0)

    try stopwatch.measure {
      var hogs: [JoinableThread] = []
      heartbeat.start()
      while !heartbeat.isOver {
        sleepBlocking(untilNanoseconds: heartbeat.dueNanoseconds)
        heartbeat.beat()
        guard heartbeat.count == beatsBeforeHogs else { continue }
        hogs = try startThreads(poolThreadCount, stackBytes: 64 << 10) { _ in
          spin(milliseconds: parameters.hogMilliseconds)
          ended.add(1, ordering: .relaxed)
        }
      }
      for hog in hogs { hog.join() }
    }

    return heartbeat.report(hogsEnded: ended.load(ordering: .relaxed), to: &stopwatch)
  }
}
