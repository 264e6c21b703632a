/// What the machine's noise and the tool's own cost looked like just before a run.
///
/// Differences smaller than these cannot be told from the machine. All values are in nanoseconds.
package enum CalibrationFigure: String, Sendable, CaseIterable {
  /// The median time of one round of arithmetic that should always take the same time.
  case spinMedian
  /// The longest of these rounds.
  case spinLongest
  /// The median by which a sleep of one millisecond took longer than that.
  case timerMedian
  /// The longest of these overshoots.
  case timerLongest
  /// The median time from starting a program that does nothing to having reaped it.
  case spawn
  /// The median time of a whole trial that measures nothing, from its start to its end.
  case emptyTrial
  /// The median of what a trial reads for a timed region with nothing in it.
  case emptyMeasure

  /// The name in words.
  package var label: String {
    switch self {
    case .spinMedian: "A round of equal arithmetic"
    case .spinLongest: "The longest such round"
    case .timerMedian: "Overshoot of a sleep of 1 ms"
    case .timerLongest: "The longest such overshoot"
    case .spawn: "Start and end of a program that does nothing"
    case .emptyTrial: "Start and end of an empty trial"
    case .emptyMeasure: "An empty timed region"
    }
  }
}

/// When a run that plans by precision has measured a case well enough.
package struct PrecisionGoal: Sendable, Hashable {
  /// The half-width that the interval of the headline's median may have, relative to the median:
  /// 0.05 for ± 5 %.
  package var halfWidth: Double
  /// The trials after which a case ends however wide its interval is.
  package var trialCap: Int

  /// Makes a goal.
  package init(halfWidth: Double, trialCap: Int) {
    self.halfWidth = halfWidth
    self.trialCap = trialCap
  }
}
