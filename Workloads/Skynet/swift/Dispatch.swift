import Dispatch
import Synchronization
import WorkloadKit

extension Skynet: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let total = stopwatch.measure {
      let root = Mutex(Tally())
      let done = DispatchSemaphore(value: 0)
      visit(parameters.root) { tally in
        root.withLock { $0 = tally }
        done.signal()
      }
      done.wait()
      return root.withLock { $0 }
    }

    stopwatch.record(unitsCount, Double(total.units))
    return total.sum
  }

  /// Runs the node as a separate block and calls `then` with its tally, so that no parent
  /// holds a thread.
  private static func visit(_ node: Node, then: @escaping @Sendable (Tally) -> Void) {
    DispatchQueue.global().async {
      guard !node.isLeaf else { return then(node.tally) }
      let sum = Sum()
      for index in 0..<fanOut {
        visit(node.child(index)) { child in
          // The last child to finish passes the sum on. A group would need one more block for that.
          if sum.add(child) { then(sum.tally) }
        }
      }
    }
  }
}
