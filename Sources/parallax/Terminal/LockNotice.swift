import Analysis
import Platform
import Store
import Synchronization

/// Waits without limit for other programs that have a database locked, and says so on standard error:
/// after a second, and again every few minutes.
final class LockNotice: Sendable {
  private static let first = Duration.seconds(1)
  private static let interval = Duration.seconds(300)

  private struct State {
    var isGivenUp = false
    var next = LockNotice.first
  }

  private let path: String
  private let state = Mutex(State())

  init(path: String) { self.path = path }

  /// How a store waits.
  var lockWait: LockWait { LockWait { self.goesOn(after: $0) } }

  /// Ends the waiting, now and in the future.
  func giveUp() { state.withLock { $0.isGivenUp = true } }

  private func goesOn(after elapsed: Duration) -> Bool {
    let (goesOn, isDue) = state.withLock { state in
      // A new wait.
      if elapsed < Self.first { state.next = Self.first }
      let isDue = elapsed >= state.next && !state.isGivenUp
      if isDue { state.next = elapsed + Self.interval }
      return (!state.isGivenUp, isDue)
    }
    if isDue {
      // A progress line may stand there.
      if isatty(2) == 1 { StandardStreams.writeError("\r\u{1B}[K") }
      writeError(
        "Waiting for another process that writes to \"\(path)\", for "
          + "\(shortDuration(elapsed / .seconds(1))) so far.\n")
    }
    return goesOn
  }
}
