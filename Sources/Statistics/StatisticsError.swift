/// The reasons why values cannot become a sample.
///
/// Trials and values are counted from one, as a reader would.
package enum StatisticsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The sample was given no trial at all.
  case noTrials
  /// The trial holds no value.
  case emptyTrial(trial: Int)
  /// The value is not a number, is infinite, or lies beyond ``Sample/greatestMagnitude``.
  ///
  /// The value is kept as text, since a NaN would make an error unequal to itself.
  case unusableValue(found: String, trial: Int, value: Int)

  /// What is wrong, where, and how to mend it.
  package var description: String {
    switch self {
    case .noTrials:
      "A sample needs at least one trial and was given none. "
        + "Show a case without a completed trial by its outcome, not by a sample."
    case .emptyTrial(let trial):
      "Trial \(trial) of the sample holds no value. "
        + "Leave out a trial that did not measure this metric, and say that it is left out."
    case .unusableValue(let found, let trial, let value):
      "Value \"\(found)\" cannot enter a sample (trial \(trial), value \(value)). "
        + "It must be a finite number from \(-Sample.greatestMagnitude) "
        + "to \(Sample.greatestMagnitude): look for what wrote it."
    }
  }
}
