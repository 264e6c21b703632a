/// A program with its arguments and limits, to be run as one child process in a process group of
/// its own, with the environment of this process and `LC_ALL=C`.
package struct ChildProcess: Sendable, Equatable {
  /// The program's path; a name without a slash is looked for on the path.
  package var program: String
  /// The arguments after the program's own name.
  package var arguments: [String]
  /// The time after which the process group is killed.
  package var timeLimit: Duration
  /// The resident size in bytes above which the process group is killed; nil for no cap.
  ///
  /// It is compared every 10 ms with the child's own size, where the system has `/proc`.
  package var memoryCapBytes: Int?
  /// The bytes of standard output above which the process group is killed.
  package var outputLimitBytes: Int

  /// Describes a child that has not been started.
  package init(
    program: String,
    arguments: [String] = [],
    timeLimit: Duration,
    memoryCapBytes: Int? = nil,
    outputLimitBytes: Int = 16 << 20
  ) {
    self.program = program
    self.arguments = arguments
    self.timeLimit = timeLimit
    self.memoryCapBytes = memoryCapBytes
    self.outputLimitBytes = outputLimitBytes
  }

  /// Starts the program with an empty standard input, serves its output and waits for its end.
  ///
  /// What is left of its process group when it ends is killed; only a process that made itself a
  /// session of its own escapes.
  ///
  /// - Parameter interruption: Ends the child early; nil when nobody may.
  /// - Throws: `RunnerError.cannotStart`.
  package func run(interruption: Interruption? = nil) throws(RunnerError) -> ChildResult {
    try RunningChild(self, interruption: interruption).finish()
  }
}

/// How a child ended, what it said and what it used.
package struct ChildResult: Sendable, Equatable {
  /// The ways in which a child can end.
  package enum Ending: Sendable, Equatable {
    /// It ended by itself with this exit code.
    case exited(code: Int32)
    /// This signal ended it, which was not sent from here unless there was an interruption.
    case crashed(signal: Int32)
    /// It was killed at its time limit.
    case timedOut
    /// It was killed because it had this resident size, above its cap.
    case outOfMemory(residentBytes: Int)
    /// It was killed because it printed more than its output limit.
    case tooMuchOutput
  }

  /// The way it ended.
  package var ending: Ending
  /// Its standard output.
  package var output: [UInt8] = []
  /// The last 4 KiB of its standard error.
  package var standardError = ""
  /// What the kernel counted.
  package var usage = ResourceUsage()
  /// The time from just before its start to its end, in nanoseconds.
  package var elapsedNanoseconds: UInt64 = 0
  /// The largest values seen from outside, looked at every 10 ms.
  package var peaks = StatusPeaks()
}
