/// The noise of the machine and the overhead of the tool, measured just before a run.
///
/// Differences smaller than these cannot be distinguished from noise. All values are in nanoseconds.
/// The raw values are the names in the database.
package enum CalibrationFigure: String, Sendable, CaseIterable {
  /// The median time of a round of arithmetic that should always take the same time.
  case spinMedian
  /// The maximum time of such a round.
  case spinMaximum
  /// The median overshoot of a sleep of one millisecond.
  case timerMedian
  /// The maximum overshoot.
  case timerMaximum
  /// The median time from starting a program that does nothing to reaping it.
  case spawn
  /// The median time of a whole trial that measures nothing.
  case emptyTrial
  /// The median time that a trial reports for an empty timed region.
  case emptyMeasure

  /// The name in words, as the report shows it.
  package var label: String {
    switch self {
    case .spinMedian: "A round of equal arithmetic"
    case .spinMaximum: "The longest such round"
    case .timerMedian: "Overshoot of a sleep of 1 ms"
    case .timerMaximum: "The longest such overshoot"
    case .spawn: "Start and end of a program that does nothing"
    case .emptyTrial: "Start and end of an empty trial"
    case .emptyMeasure: "An empty timed region"
    }
  }
}

/// When a run that plans by precision stops measuring a case.
package struct PrecisionGoal: Sendable, Hashable {
  /// The maximum half-width of the interval of the headline metric's median, relative to the median:
  /// 0.05 for ± 5 %.
  package var halfWidth: Double
  /// The number of trials after which a case ends, however wide its interval is.
  package var trialCap: Int

  package init(halfWidth: Double, trialCap: Int) {
    self.halfWidth = halfWidth
    self.trialCap = trialCap
  }
}
