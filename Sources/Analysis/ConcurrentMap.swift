import Synchronization
import WorkloadKit

// A file by itself: its users are Rendering and the command line, and neither is a place in which
// the other could find it.
extension Array where Element: Sendable {
  /// The transformed elements in their order, computed on all cores.
  ///
  /// It starts with the last element: the pages that list everything come last and take longest. If the
  /// system refuses a thread, there are fewer; Dispatch would wait for it without end.
  package func concurrentMap<Result: Sendable>(
    _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    let work = SharedWork<Result>(count: count)
    let takePart: @Sendable () -> Void = {
      while let index = work.next() { work.finish(index, transform(self[index])) }
    }
    var others: [JoinableThread] = []
    do throws(ThreadError) {
      while others.count < Swift.min(poolThreadCount, count) - 1 {
        others.append(try JoinableThread(takePart))
      }
    } catch {
      // This thread does what is left.
    }
    takePart()
    for thread in others { thread.join() }
    return work.results
  }
}

/// The results of work that several threads divide among them.
private final class SharedWork<Result: Sendable>: Sendable {
  private let state: Mutex<(left: Int, results: [Result?])>

  init(count: Int) { state = Mutex((count, Array(repeating: nil, count: count))) }

  /// The index of the next piece, from the last to the first; nil when all are taken.
  func next() -> Int? {
    state.withLock { state in
      guard state.left > 0 else { return nil }
      state.left -= 1
      return state.left
    }
  }

  func finish(_ index: Int, _ result: Result) { state.withLock { $0.results[index] = result } }

  var results: [Result] { state.withLock { $0.results.compactMap(\.self) } }
}
