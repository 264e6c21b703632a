package import FoundationEssentials

/// How a trial ended.
package struct Outcome: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// It ran and every answer was correct.
    case completed
    /// An answer was wrong, so no time is stored.
    case wrongAnswer
    /// The answers were correct, but a condition of the contract was violated; or the stored trial has
    /// a value that cannot be used.
    case invalid
    /// It exceeded its time limit and was killed.
    case timedOut
    /// A signal ended it.
    case crashed
    /// It ended with an exit code other than 0.
    case failed
    /// It was killed because it used too much memory.
    case outOfMemory
    /// Its stack overflowed, in a workload that measures the depth of the stack.
    case stackOverflow
    /// The system refused a resource.
    case refused
    /// Its output does not follow the trial protocol.
    case protocolError
    /// Its program does not exist because the language's toolchain is not installed.
    case notInstalled
    /// The workload has no implementation in this runtime.
    case notImplemented
    /// The run's time budget ended before it.
    case leftOut

    /// The name in words, as the report shows it.
    package var label: String {
      switch self {
      case .completed: "completed"
      case .wrongAnswer: "wrong answer"
      case .invalid: "invalid"
      case .timedOut: "timed out"
      case .crashed: "crashed"
      case .failed: "failed"
      case .outOfMemory: "out of memory"
      case .stackOverflow: "stack overflow"
      case .refused: "refused"
      case .protocolError: "protocol error"
      case .notInstalled: "not installed"
      case .notImplemented: "not implemented"
      case .leftOut: "left out"
      }
    }

    /// Whether the trial never ran, as opposed to failing.
    package var isGap: Bool {
      self == .notInstalled || self == .notImplemented || self == .leftOut
    }

    /// Whether it is a fault of a program or of the machine, which makes `measure` fail, rather than a
    /// result or a gap that the report can state.
    package var isFault: Bool {
      switch self {
      case .wrongAnswer, .crashed, .failed, .protocolError: true
      case .completed, .invalid, .timedOut, .outOfMemory, .stackOverflow, .refused,
        .notInstalled, .notImplemented, .leftOut:
        false
      }
    }
  }

  package var kind: Kind
  /// How many units of the refused resource were obtained; nil for other outcomes.
  package var reached: Int?
  /// The reason in words, for example the system's message; nil when the kind says everything.
  package var detail: String?

  package init(_ kind: Kind, reached: Int? = nil, detail: String? = nil) {
    self.kind = kind
    self.reached = reached
    self.detail = detail
  }

  private static let repetition = " Repeat with: "

  /// A detail that ends with the command by which the trial can be repeated.
  package static func detail(_ text: String, repeatedBy command: String) -> String {
    text + repetition + command
  }

  /// The detail without the command that repeats the trial.
  package var reason: String? {
    guard let detail, let command = detail.ranges(of: Self.repetition).last else { return detail }
    return String(detail[..<command.lowerBound])
  }
}

/// One planned process: which case, in which block, with how many iterations.
package struct PlannedTrial: Sendable, Hashable {
  /// The position in the plan, counted from 0.
  package var position: Int
  /// The block, counted from 0 for each workload and size; a case appears at most once in a block.
  package var block: Int
  package var `case`: Case
  /// The number of iterations that are stored but do not enter the sample.
  package var warmups: Int
  /// The number of iterations that enter the sample.
  package var iterations: Int

  package init(position: Int, block: Int, case: Case, warmups: Int, iterations: Int) {
    self.position = position
    self.block = block
    self.case = `case`
    self.warmups = warmups
    self.iterations = iterations
  }
}

/// A finished process of a run with everything that was observed.
package struct Trial: Sendable, Hashable {
  package var planned: PlannedTrial
  package var startedAt: Date
  package var outcome: Outcome
  /// The versions of language and libraries as the program states them; nil when it states none.
  package var runtimeVersion: String?
  /// The last 4 KiB of its standard error.
  package var standardError: String
  /// The measurements; empty unless the outcome is `completed`.
  package var measurements: [Measurement]
  /// The distributions of its latencies; empty unless the outcome is `completed`.
  package var latencies: [LatencyBucket]

  package init(
    planned: PlannedTrial, startedAt: Date, outcome: Outcome, runtimeVersion: String? = nil,
    standardError: String = "", measurements: [Measurement] = [], latencies: [LatencyBucket] = []
  ) {
    self.planned = planned
    self.startedAt = startedAt
    self.outcome = outcome
    self.runtimeVersion = runtimeVersion
    self.standardError = standardError
    self.measurements = measurements
    self.latencies = latencies
  }
}

/// The middle one of values in ascending order, or the mean of the middle two; nil without values.
package func median(ofSorted values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
}
