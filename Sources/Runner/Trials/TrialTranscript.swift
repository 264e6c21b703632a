package import WorkloadKit

/// What a trial reported of itself.
package struct TrialTranscript: Equatable, Sendable {
  /// The resource that the system would not give.
  package struct Refused: Equatable, Sendable {
    /// What was asked for and the system's reason.
    package var reason: String
    /// How many of it were had before.
    package var reached: Int

    /// Makes a refusal.
    package init(reason: String, reached: Int) {
      self.reason = reason
      self.reached = reached
    }
  }

  /// The line that ends a trial in order.
  package struct Closing: Equatable, Sendable {
    /// The version of language and libraries.
    package var runtimeVersion: String
    /// The process's own high-water mark in bytes; nil where its system does not say.
    package var peakResidentBytes: UInt64?

    /// Makes a closing line.
    package init(runtimeVersion: String, peakResidentBytes: UInt64?) {
      self.runtimeVersion = runtimeVersion
      self.peakResidentBytes = peakResidentBytes
    }
  }

  /// The iterations in order, warm-ups first.
  package var iterations: [IterationReport]
  /// The refusal that ended it; nil when there was none.
  package var refusal: Refused?
  /// The closing line; nil only after a refusal.
  package var closing: Closing?

  /// Makes a transcript.
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
