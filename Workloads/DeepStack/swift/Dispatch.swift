import Dispatch
import Synchronization
import WorkloadKit

extension DeepStack: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let (deep, release, ended) = (DispatchGroup(), DispatchGroup(), DispatchGroup())
    let calls = Atomic<Checksum>(0)
    var residence = Residence()

    stopwatch.measure {
      release.enter()
      for _ in 0..<parameters.tasks {
        deep.enter()
        // A block keeps its thread until it ends, and the global queue has fewer threads than tasks.
        // A serial queue gets a thread beyond those.
        DispatchQueue(label: "deep").async(group: ended) {
          let result = descend(parameters.depth) {
            deep.leave()
            release.wait()
          }
          calls.add(result, ordering: .relaxed)
        }
      }
      deep.wait()
      residence.noteAllDeep()
      release.leave()
      ended.wait()
    }

    residence.report(parameters, to: &stopwatch)
    return calls.load(ordering: .relaxed)
  }
}
