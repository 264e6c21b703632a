import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// What becomes of each element, in the order of the elements, worked out on all cores at once.
  ///
  /// The last elements come first: pages that list everything stand last and take longest.
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
