import Platform
import Synchronization

/// The wish to stop: it ends the children that run now and lets no later one live.
///
/// Children have process groups of their own, so a Ctrl-C at the terminal reaches only the tool.
/// Call `request()` from a Dispatch signal source or another ordinary thread: it takes a lock, so a
/// POSIX signal handler must not call it.
package final class Interruption: Sendable {
  private struct State {
    var isRequested = false
    var groups: Set<pid_t> = []
  }

  private let state = Mutex(State())
  private let reaper: OrphanReaper?

  /// Makes a wish that nobody has uttered yet.
  package convenience init() { self.init(reaper: nil) }

  init(reaper: OrphanReaper?) { self.reaper = reaper }

  /// Makes a wish whose children also end when this process is killed: a shell beside it sees to
  /// that.
  ///
  /// - Throws: `RunnerError.cannotStart` when there is no shell.
  package static func outlivedByNoChild() throws(RunnerError) -> Interruption {
    try Interruption(reaper: OrphanReaper())
  }

  /// Whether `request()` was called.
  package var isRequested: Bool { state.withLock { $0.isRequested } }

  /// Kills the process groups of all running children and of those still to come.
  package func request() {
    state.withLock { state in
      state.isRequested = true
      for group in state.groups { kill(-group, SIGKILL) }
    }
  }

  /// Registers a child that has just been started.
  func enter(_ group: pid_t) {
    state.withLock { state in
      state.groups.insert(group)
      reaper?.watch(state.groups)
      if state.isRequested { kill(-group, SIGKILL) }
    }
  }

  /// Forgets a child that has ended; to be called before it is reaped, since its number can belong
  /// to another process afterwards.
  func leave(_ group: pid_t) {
    state.withLock { state in
      state.groups.remove(group)
      reaper?.watch(state.groups)
    }
  }
}
