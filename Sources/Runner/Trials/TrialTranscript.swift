package import WorkloadKit

/// What a trial reported.
package struct TrialTranscript: Equatable, Sendable {
  /// A resource that the system refused.
  package struct Refused: Equatable, Sendable {
    /// What was requested and why the system refused it.
    package var reason: String
    /// How many had been obtained before the refusal.
    package var reached: Int

    package init(reason: String, reached: Int) {
      self.reason = reason
      self.reached = reached
    }
  }

  /// The line that ends a complete trial.
  package struct Closing: Equatable, Sendable {
    /// The version of the language and libraries.
    package var runtimeVersion: String
    /// The process's own high-water mark in bytes; nil if the system does not report it.
    package var peakResidentBytes: UInt64?

    package init(runtimeVersion: String, peakResidentBytes: UInt64?) {
      self.runtimeVersion = runtimeVersion
      self.peakResidentBytes = peakResidentBytes
    }
  }

  /// The iterations in order, warm-ups first.
  package var iterations: [IterationReport]
  /// The refusal that ended the trial; nil if there was none.
  package var refusal: Refused?
  /// The closing line; nil after a refusal, and of a program that was timed from outside.
  package var closing: Closing?

  package init(
    iterations: [IterationReport] = [],
    refusal: Refused? = nil,
    closing: Closing? = nil
  ) {
    self.iterations = iterations
    self.refusal = refusal
    self.closing = closing
  }
}

extension TrialTranscript {
  /// What a program would have reported that was timed from outside.
  init(wholeProcess result: ChildResult, answer: Checksum) {
    self.init(iterations: [
      IterationReport(
        elapsedNanoseconds: result.elapsedNanoseconds, answer: answer,
        processorNanoseconds: result.usage.userNanoseconds + result.usage.systemNanoseconds)
    ])
  }
}
