import Dispatch
import Synchronization
import WorkloadKit

extension ChainedSpawn: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let last = Atomic<Checksum>(0)
    let ended = DispatchSemaphore(value: 0)

    stopwatch.measure {
      spawn(1, of: parameters.depth, on: .global()) { number in
        last.store(Checksum(number), ordering: .relaxed)
        ended.signal()
      }
      ended.wait()
    }

    return last.load(ordering: .relaxed)
  }

  private static func spawn(
    _ number: Int, of depth: Int, on queue: DispatchQueue,
    then end: @escaping @Sendable (Int) -> Void
  ) {
    queue.async {
      if number == depth {
        end(number)
      } else {
        spawn(number + 1, of: depth, on: queue, then: end)
      }
    }
  }
}
