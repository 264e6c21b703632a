import Synchronization
import WorkloadKit

extension DeepStack: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    // The stack has the system's default size, 8 MiB on most.
    try threads(parameters, stackBytes: nil, stopwatch: &stopwatch)
  }

  static func threads(
    _ parameters: Parameters, stackBytes: Int?, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let deep = ThreadChannel<Void>(capacity: parameters.tasks)
    let release = ThreadChannel<Void>(capacity: 0)
    let calls = Atomic<Checksum>(0)
    var residence = Residence()

    try stopwatch.measure {
      let threads = try startThreads(parameters.tasks, stackBytes: stackBytes) { _ in
        let result = descend(parameters.depth) {
          deep.send(())
          _ = release.receive()
        }
        calls.add(result, ordering: .relaxed)
      }
      for _ in threads { _ = deep.receive() }
      residence.noteAllDeep()
      release.close()
      for thread in threads { thread.join() }
    }

    residence.report(parameters, to: &stopwatch)
    return calls.load(ordering: .relaxed)
  }
}
