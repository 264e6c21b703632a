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
    /// The marks of the children whose descendants may still run.
    var marks: Set<String> = []
  }

  private let state = Mutex(State())
  private let reaper: OrphanReaper?
  /// The children that this process had before it adopted orphans, since a shell that becomes the tool
  /// can leave it some; nil if it does not adopt them.
  private let earlierChildren: Set<pid_t>?

  /// Creates an interruption that has not been requested.
  package convenience init() { self.init(reaper: nil) }

  init(reaper: OrphanReaper?, adoptsOrphans: Bool = false) {
    self.reaper = reaper
    guard adoptsOrphans, TrialFamily.adoptOrphans() else {
      earlierChildren = nil
      return
    }
    earlierChildren = Set(childProcesses(of: getpid()))
  }

  /// Creates an interruption for a process that starts children only with it, as the tool does.
  ///
  /// The children are also killed if this process is killed, by a helper shell. On Linux the process
  /// adopts the orphans of its children from now on, and ends them with the child that owns them; it
  /// must start no children without the interruption while a child owns its descendants.
  ///
  /// - Throws: `RunnerError.cannotStart` if there is no shell.
  package static func withOrphanReaper() throws(RunnerError) -> Interruption {
    try Interruption(reaper: OrphanReaper(), adoptsOrphans: true)
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

  /// Asks the process groups of all running children to end, and kills those that have not after a time;
  /// children that start later are killed.
  ///
  /// Returns when all have been reaped, or the time is up.
  package func end(within time: Duration) {
    state.withLock { state in
      state.isRequested = true
      for group in state.groups { kill(-group, SIGTERM) }
    }
    let deadline = ContinuousClock.now + time
    while state.withLock({ !$0.groups.isEmpty }), .now < deadline { usleep(10_000) }
    request()
  }

  /// The children of this process that are not orphans; nil if it does not adopt orphans.
  var otherChildren: Set<pid_t>? {
    earlierChildren.map { earlier in state.withLock { $0.groups.union(earlier) } }
  }

  /// Registers a child that has just started, with the mark in its environment.
  ///
  /// - Parameter listsLater: Whether `list()` will tell the helper shell of its group. Until then the shell
  ///   finds it by its mark, which must have been announced.
  func enter(_ group: pid_t, mark: String? = nil, listsLater: Bool = false) {
    state.withLock { state in
      state.groups.insert(group)
      if let mark { state.marks.insert(mark) }
      if !listsLater { list(state) }
      if state.isRequested { kill(-group, SIGKILL) }
    }
  }

  /// Registers the mark of a child that is about to start.
  func announce(mark: String) {
    state.withLock { state in
      state.marks.insert(mark)
      list(state)
    }
  }

  /// Tells the helper shell of all children.
  func list() { state.withLock { list($0) } }

  private func list(_ state: State) { reaper?.watch(state.groups, marks: state.marks.sorted()) }

  /// Removes a child that has ended.
  ///
  /// Call it before the child is reaped: afterwards the number can belong to another process.
  func leave(_ group: pid_t) {
    state.withLock { state in
      state.groups.remove(group)
      list(state)
    }
  }

  /// Removes the mark of a child of which no descendant is left.
  func forget(mark: String) {
    state.withLock { state in
      state.marks.remove(mark)
      list(state)
    }
  }
}
