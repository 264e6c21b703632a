package import FoundationEssentials

/// How a trial ended.
package struct Outcome: Sendable, Hashable {
  /// The ways in which a trial can end.
  package enum Kind: String, Sendable, CaseIterable {
    /// It ran and every answer was right.
    case completed
    /// An answer was wrong, so it has no time.
    case wrongAnswer
    /// The answers were right but the contract's conditions were not met.
    case invalid
    /// It did not end within its time limit and was killed.
    case timedOut
    /// A signal ended it.
    case crashed
    /// It ended with an exit code other than 0.
    case failed
    /// It was ended because it took too much memory.
    case outOfMemory
    /// Its stack gave out, in a workload that asks how much of it there is.
    case stackOverflow
    /// The system would not give a resource.
    case refused
    /// What it printed does not follow the trial protocol.
    case protocolError
    /// Its program is not there because the language's toolchain is not.
    case notInstalled
    /// The workload has no implementation in this runtime.
    case notImplemented

    /// The name in words.
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
      }
    }

    /// Whether the trial never ran, as opposed to running without success.
    package var isGap: Bool { self == .notInstalled || self == .notImplemented }

    /// Whether it is a fault of a program or of the machine that ends `measure` with a failure, and
    /// not a result or a gap that the report can state.
    package var isFault: Bool {
      switch self {
      case .wrongAnswer, .crashed, .failed, .protocolError: true
      case .completed, .invalid, .timedOut, .outOfMemory, .stackOverflow, .refused,
        .notInstalled, .notImplemented:
        false
      }
    }
  }

  /// The way it ended.
  package var kind: Kind
  /// How many units of the refused resource were had; nil for other outcomes.
  package var reached: Int?
  /// The reason in words, for example the system's message; nil when the kind says it all.
  package var detail: String?

  /// Makes an outcome.
  package init(_ kind: Kind, reached: Int? = nil, detail: String? = nil) {
    self.kind = kind
    self.reached = reached
    self.detail = detail
  }
}

/// One process of the plan: which case, in which block, with how much work.
package struct PlannedTrial: Sendable, Hashable {
  /// The place in the plan, counted from 0.
  package var position: Int
  /// The block, counted from 0; every case that has trials left appears once in a block.
  package var block: Int
  /// What is measured.
  package var `case`: Case
  /// Iterations that are stored but kept out of samples.
  package var warmups: Int
  /// Iterations that enter the sample.
  package var iterations: Int

  /// Makes a planned trial.
  package init(position: Int, block: Int, case: Case, warmups: Int, iterations: Int) {
    self.position = position
    self.block = block
    self.case = `case`
    self.warmups = warmups
    self.iterations = iterations
  }
}

/// A finished process of a run with everything that was seen of it.
package struct Trial: Sendable, Hashable {
  /// What was planned.
  package var planned: PlannedTrial
  /// When the process was started.
  package var startedAt: Date
  /// How it ended.
  package var outcome: Outcome
  /// The version of language and libraries as the program states it; nil when it said nothing.
  package var runtimeVersion: String?
  /// The last 4 KiB of its standard error; empty when it said nothing.
  package var standardError: String
  /// What was measured; empty unless the outcome is `completed`.
  package var measurements: [Measurement]
  /// The distributions of its latencies; empty unless the outcome is `completed`.
  package var latencies: [LatencyBucket]

  /// Makes a finished trial.
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
