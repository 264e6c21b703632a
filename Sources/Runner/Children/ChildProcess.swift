/// A program to run as one child process, with its arguments and limits.
///
/// The child gets its own process group.
package struct ChildProcess: Sendable, Equatable {
  /// The program's path.
  ///
  /// A name without a slash is looked up on the path.
  package var program: String
  /// The arguments after the program's own name.
  package var arguments: [String]
  /// The time after which the process group is killed.
  package var timeLimit: Duration
  /// The resident size in bytes above which the process group is killed; nil for no cap.
  ///
  /// Checked every 10 ms on systems that have `/proc`, against the child's own size, or if it owns its
  /// descendants, against the sum.
  package var memoryCapBytes: Int?
  /// The bytes of standard output above which the process group is killed.
  package var outputLimitBytes: Int
  /// Whether its standard output is `/dev/null` instead of a pipe.
  package var discardsOutput: Bool
  /// All variables of its environment; nil for this process's environment with `LC_ALL=C`.
  package var environment: [String: String]?
  /// The number of cores that it may use, the first that this process may use; nil for all of these.
  package var cores: Int?
  /// Whether all that descends from it is found and ended with it, and not only its process group.
  ///
  /// That needs Linux and an interruption that adopts orphans. Its environment has one more variable,
  /// `PARALLAX_TRIAL`.
  package var ownsDescendants: Bool
  /// Whether the kernel counts events of it, as far as it grants that.
  package var countsEvents: Bool

  /// Creates a child that has not been started.
  package init(
    program: String,
    arguments: [String] = [],
    timeLimit: Duration,
    memoryCapBytes: Int? = nil,
    outputLimitBytes: Int = 16 << 20,
    discardsOutput: Bool = false,
    environment: [String: String]? = nil,
    cores: Int? = nil,
    ownsDescendants: Bool = false,
    countsEvents: Bool = false
  ) {
    self.program = program
    self.arguments = arguments
    self.timeLimit = timeLimit
    self.memoryCapBytes = memoryCapBytes
    self.outputLimitBytes = outputLimitBytes
    self.discardsOutput = discardsOutput
    self.environment = environment
    self.cores = cores
    self.ownsDescendants = ownsDescendants
    self.countsEvents = countsEvents
  }

  /// Starts the program with an empty standard input, reads its output and waits for it to end.
  ///
  /// When it ends, whatever is left of its process group is killed. A process that has left the group
  /// is ended as well if the child owns its descendants; otherwise it escapes.
  ///
  /// - Parameter interruption: Can end the child early; nil if nothing should.
  /// - Throws: `RunnerError.cannotStart`.
  package func run(interruption: Interruption? = nil) throws(RunnerError) -> ChildResult {
    try RunningChild(self, interruption: interruption).finish()
  }
}

/// How a child ended, what it printed and what it used.
package struct ChildResult: Sendable, Equatable {
  /// The ways in which a child can end.
  package enum Ending: Sendable, Equatable {
    /// It exited on its own with this exit code.
    case exited(code: Int32)
    /// It was ended by this signal, which we did not send unless there was an interruption.
    case crashed(signal: Int32)
    /// It was killed at its time limit.
    case timedOut
    /// It was killed because its resident size, given here, exceeded its cap; the size includes that
    /// of its descendants if it owns them.
    case outOfMemory(residentBytes: Int)
    /// It was killed because it printed more than its output limit.
    case tooMuchOutput
  }

  package var ending: Ending
  package var output: [UInt8] = []
  /// The last 4 KiB of its standard error.
  package var standardError = ""
  /// What the kernel counted for it.
  package var usage = ResourceUsage()
  /// The events that the kernel counted; an event that it did not count is missing, never 0.
  package var events: [CountedEvent: UInt64] = [:]
  /// The time from just before its start to its end, in nanoseconds.
  package var elapsedNanoseconds: UInt64 = 0
  /// The largest values sampled from outside, every 10 ms.
  package var peaks = StatusPeaks()
  /// The names of the processes that still ran when a child that owns its descendants had ended by
  /// itself.
  package var leftRunning: [String] = []
}

extension Duration {
  /// The duration in whole nanoseconds, from 0 to 2^62 (146 years).
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 1 << 32 else { return 1 << 62 }
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds) / 1_000_000_000
  }

  /// The duration in seconds with at most one decimal, for example `2.5 s`; below 50 ms in whole
  /// milliseconds.
  var secondsText: String {
    if nanoseconds > 0, nanoseconds < 50_000_000 {
      return "\(max(1, (nanoseconds + 500_000) / 1_000_000)) ms"
    }
    let tenths = (nanoseconds + 50_000_000) / 100_000_000
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
