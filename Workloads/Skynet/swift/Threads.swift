import Synchronization
import WorkloadKit

extension Skynet: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let units = Units()

    let total = stopwatch.measure {
      let root = Mutex(Tally())
      units.start {
        let tally = visit(parameters.root, units)
        root.withLock { $0 = tally }
      }?.join()
      return root.withLock { $0 }
    }

    if let refusal = units.refusal.withLock({ $0 }) { throw refusal }
    stopwatch.record(unitsCount, Double(total.units))
    return total.sum
  }

  private static func visit(_ node: Node, _ units: Units) -> Tally {
    guard !node.isLeaf else { return node.tally }
    let sum = Sum()
    let children = (0..<fanOut).compactMap { index in
      units.start { sum.add(visit(node.child(index), units)) }
    }
    for child in children { child.join() }
    return sum.tally
  }

  /// Starts the threads of a tree until the system refuses one.
  private final class Units: Sendable {
    let refusal = Mutex(Refusal?.none)
    private let isRefused = Atomic<Bool>(false)
    private let started = Atomic<Int>(0)

    func start(_ body: @escaping @Sendable () -> Void) -> JoinableThread? {
      guard !isRefused.load(ordering: .relaxed) else { return nil }
      do throws(ThreadError) {
        // A unit only starts others and waits, so 64 KiB of stack are plenty; the default is 8 MiB.
        let thread = try JoinableThread(stackBytes: 64 << 10, body)
        started.add(1, ordering: .relaxed)
        return thread
      } catch {
        guard !isRefused.exchange(true, ordering: .relaxed) else { return nil }
        let reached = started.load(ordering: .relaxed)
        refusal.withLock {
          $0 = Refusal("starting a thread", code: error.code, reached: reached)
        }
        return nil
      }
    }
  }
}
