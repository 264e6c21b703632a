import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// The results of a transformation in the order of the elements, computed on all cores.
  ///
  /// It starts with the last elements: pages that list everything are last and take longest.
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
