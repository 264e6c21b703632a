import Platform
import Synchronization

/// A request to stop: it kills all running children and any that start later.
///
/// Children have their own process groups, so a Ctrl-C in the terminal reaches only the tool.
/// Call `request()` from a Dispatch signal source or another ordinary thread. It takes a lock, so
/// do not call it from a POSIX signal handler.
package final class Interruption: Sendable {
  private struct State {
    var isRequested = false
    var groups: Set<pid_t> = []
  }

  private let state = Mutex(State())
  private let reaper: OrphanReaper?

  /// Creates an interruption that has not been requested.
  package convenience init() { self.init(reaper: nil) }

  init(reaper: OrphanReaper?) { self.reaper = reaper }

  /// Creates an interruption whose children are also killed if this process is killed, by a helper
  /// shell.
  ///
  /// - Throws: `RunnerError.cannotStart` if there is no shell.
  package static func withOrphanReaper() throws(RunnerError) -> Interruption {
    try Interruption(reaper: OrphanReaper())
  }

  /// Whether `request()` was called.
  package var isRequested: Bool { state.withLock { $0.isRequested } }

  /// Kills the process groups of all running children and of those that start later.
  package func request() {
    state.withLock { state in
      state.isRequested = true
      for group in state.groups { kill(-group, SIGKILL) }
    }
  }

  /// Registers a child that has just started.
  func enter(_ group: pid_t) {
    state.withLock { state in
      state.groups.insert(group)
      reaper?.watch(state.groups)
      if state.isRequested { kill(-group, SIGKILL) }
    }
  }

  /// Removes a child that has ended.
  ///
  /// Call it before the child is reaped: afterwards the number can belong to another process.
  func leave(_ group: pid_t) {
    state.withLock { state in
      state.groups.remove(group)
      reaper?.watch(state.groups)
    }
  }
}
