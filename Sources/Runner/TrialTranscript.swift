public import WorkloadKit

/// What a trial reported of itself.
public struct TrialTranscript: Equatable, Sendable {
  /// The resource that the system would not give.
  public struct Refused: Equatable, Sendable {
    /// What was asked for and the system's reason.
    public var reason: String
    /// How many of it were had before.
    public var reached: Int

    /// Makes a refusal.
    public init(reason: String, reached: Int) {
      self.reason = reason
      self.reached = reached
    }
  }

  /// The line that ends a trial in order.
  public struct Closing: Equatable, Sendable {
    /// The version of language and libraries.
    public var runtimeVersion: String
    /// The process's own high-water mark in bytes; nil where its system does not say.
    public var peakResidentBytes: UInt64?

    /// Makes a closing line.
    public init(runtimeVersion: String, peakResidentBytes: UInt64?) {
      self.runtimeVersion = runtimeVersion
      self.peakResidentBytes = peakResidentBytes
    }
  }

  /// The iterations in order, warm-ups first.
  public var iterations: [IterationReport]
  /// The refusal that ended it; nil when there was none.
  public var refusal: Refused?
  /// The closing line; nil only after a refusal.
  public var closing: Closing?

  /// Makes a transcript.
  public init(
    iterations: [IterationReport] = [],
    refusal: Refused? = nil,
    closing: Closing? = nil
  ) {
    self.iterations = iterations
    self.refusal = refusal
    self.closing = closing
  }
}
