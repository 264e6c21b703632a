import GRDB
import Platform
import Synchronization

/// Decides how long a store waits while another program has the database locked.
package final class LockWait: Sendable {
  private let goesOn: @Sendable (Duration) -> Bool
  private let start = Mutex<ContinuousClock.Instant>(.now)

  /// - Parameter goesOn: Whether to go on after this time; called about ten times a second.
  package init(_ goesOn: @escaping @Sendable (Duration) -> Bool) {
    self.goesOn = goesOn
  }

  /// What SQLite calls each time it finds the database locked.
  var busyMode: Database.BusyMode { .callback(wait) }

  /// Waits a moment before the next try; false when the waiting is over.
  ///
  /// - Parameter tries: The number of tries since the database was found locked.
  func wait(after tries: Int) -> Bool {
    let elapsed = start.withLock { start in
      if tries == 0 { start = .now }
      return .now - start
    }
    guard goesOn(elapsed) else { return false }
    // Short at first, since most transactions take a few milliseconds.
    usleep(tries < 20 ? 5_000 : 100_000)
    return true
  }
}
