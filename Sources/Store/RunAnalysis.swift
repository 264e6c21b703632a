package import BenchmarkModel

/// What is derived from the trials of a run, as it is stored.
package struct RunAnalysis: Sendable, Hashable {
  /// A case by one metric: a row of `estimate`.
  package struct Level: Sendable, Hashable {
    package var measured: Case
    /// The metric's name.
    package var metric: String
    package var value: Double
    /// The bounds of the interval; nil where there is none.
    package var interval: Bounds?
    /// The number of trials with values.
    package var trials: Int
    /// The centers of two modes and the share of the trials in the lower one; nil with one mode.
    package var modes: Modes?

    package init(
      _ measured: Case, metric: String, value: Double, interval: Bounds?, trials: Int,
      modes: Modes?
    ) {
      self.measured = measured
      self.metric = metric
      self.value = value
      self.interval = interval
      self.trials = trials
      self.modes = modes
    }
  }

  /// Two modes of a case.
  package struct Modes: Sendable, Hashable {
    package var low, high, lowShare: Double

    package init(low: Double, high: Double, lowShare: Double) {
      self.low = low
      self.high = high
      self.lowShare = lowShare
    }
  }

  /// A case divided by another at the same size: a row of `comparison`.
  ///
  /// The other is a default implementation, or the same one in the version before or in another build.
  package struct Quotient: Sendable, Hashable {
    package var measured, baseline: Case
    /// The metric's name.
    package var metric: String
    /// Case ÷ baseline; nil where no ratio is meaningful.
    package var ratio: Double?
    /// The bounds of the interval; nil where there is none.
    package var interval: Bounds?
    /// The probability of such a difference by chance, alone, and adjusted for all comparisons of the
    /// workload with this baseline, or for all steps from version to version of the run; nil where the
    /// trials do not say.
    package var pValue, adjustedPValue: Double?
    /// The verdict's word.
    package var verdict: String
    package var isConfirmed: Bool

    package init(
      _ measured: Case, baseline: Case, metric: String, ratio: Double?, interval: Bounds?,
      pValue: Double?, adjustedPValue: Double?, verdict: String, isConfirmed: Bool
    ) {
      self.measured = measured
      self.baseline = baseline
      self.metric = metric
      self.ratio = ratio
      self.interval = interval
      self.pValue = pValue
      self.adjustedPValue = adjustedPValue
      self.verdict = verdict
      self.isConfirmed = isConfirmed
    }
  }

  /// The bounds of an interval.
  package struct Bounds: Sendable, Hashable {
    package var lower, upper: Double

    package init(lower: Double, upper: Double) {
      self.lower = lower
      self.upper = upper
    }
  }

  /// How the numbers were computed; another method may give other numbers.
  package var method: String
  /// The confidence level of all intervals.
  package var confidence: Double
  /// The number of trials, whatever their outcome.
  package var trials: Int
  package var levels: [Level]
  package var quotients: [Quotient]

  package init(
    method: String, confidence: Double, trials: Int, levels: [Level], quotients: [Quotient]
  ) {
    self.method = method
    self.confidence = confidence
    self.trials = trials
    self.levels = levels
    self.quotients = quotients
  }
}

/// A shift of the level of a case between two runs of a machine: a row of `changePoint`.
package struct StoredChange: Sendable, Hashable {
  package var measured: Case
  /// The metric's name.
  package var metric: String
  /// The identifiers of the last run at the old level and the first at the new one.
  package var lastRun, firstRun: String
  /// The levels.
  package var before, after: Double
  /// The new level ÷ the old one.
  package var ratio: Double
  /// The bounds of the ratio's interval; nil where there is none.
  package var interval: RunAnalysis.Bounds?
  /// The probability of such a shift in a series without one.
  package var pValue: Double
  /// The verdict's word.
  package var verdict: String

  package init(
    _ measured: Case, metric: String, lastRun: String, firstRun: String, before: Double,
    after: Double, ratio: Double, interval: RunAnalysis.Bounds?, pValue: Double, verdict: String
  ) {
    self.measured = measured
    self.metric = metric
    self.lastRun = lastRun
    self.firstRun = firstRun
    self.before = before
    self.after = after
    self.ratio = ratio
    self.interval = interval
    self.pValue = pValue
    self.verdict = verdict
  }
}
