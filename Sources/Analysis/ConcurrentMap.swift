import Dispatch
import Synchronization

// A file by itself: its users are Rendering and the command line, and neither is a place in which
// the other could find it.
extension Array where Element: Sendable {
  /// The transformed elements in their order, computed on all cores.
  ///
  /// It starts with the last element: the pages that list everything come last and take longest.
  package func concurrentMap<Result: Sendable>(
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { turn in
      let index = count - 1 - turn
      let result = transform(self[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
