import Platform
import Synchronization

/// The step in which a complete output takes its place, which no interruption may divide.
package enum Replacement {
  /// The number of steps that were carried out.
  private static let count = Mutex(0)

  /// Puts an output in place.
  package static func perform<Failure>(_ body: () throws(Failure) -> Void) throws(Failure) {
    try count.withLock { count throws(Failure) in
      try body()
      count += 1
    }
  }

  /// Returns unless ``end(with:_:)`` has been called.
  package static func waitForEnd() { count.withLock { _ in } }

  /// Removes the temporary items of this process and ends it with a signal, after a step that has
  /// begun.
  ///
  /// Call it from an ordinary thread.
  ///
  /// - Parameter tell: Told whether an output was replaced before.
  package static func end(with number: Int32, _ tell: (_ isReplaced: Bool) -> Void) -> Never {
    count.withLock { count in
      TemporaryItem.removeAll()
      tell(count > 0)
      endProcess(with: number)
    }
  }
}
