import Dispatch
import WorkloadKit

extension MemoryCeiling: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let hold = DispatchTimeInterval.seconds(Int(hold.components.seconds))
    let sleepers = Sleepers(expecting: parameters.tasks)

    stopwatch.measure {
      let queue = DispatchQueue.global()
      for _ in 0..<parameters.tasks {
        // A timer that fires a block, not a block that sleeps: sleeping would hold a pool thread.
        // The block holds the counter, as the tasks of the other styles do. Without the counter,
        // the timers would share one block.
        queue.asyncAfter(deadline: .now() + hold) { blackHole(sleepers) }
        _ = sleepers.add()
      }
    }

    return sleepers.count
  }
}
