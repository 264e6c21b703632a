/// The reasons why values cannot form a sample.
///
/// Trials and values are counted from one.
package enum StatisticsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no trial.
  case noTrials
  /// The trial has no value.
  case emptyTrial(trial: Int)
  /// The value is not a number, is infinite, or exceeds ``Sample/maximumMagnitude``.
  ///
  /// The value is kept as text because a NaN would make an error unequal to itself.
  case unusableValue(found: String, trial: Int, value: Int)

  /// What is wrong, where, and how to fix it.
  package var description: String {
    switch self {
    case .noTrials:
      "A sample needs at least one trial, but there is none. "
        + "Show the outcome of a case without a completed trial instead of a sample."
    case .emptyTrial(let trial):
      "Trial \(trial) of the sample has no value. "
        + "Leave out a trial that did not measure this metric, and say so."
    case .unusableValue(let found, let trial, let value):
      "The value \"\(found)\" cannot be part of a sample (trial \(trial), value \(value)). "
        + "It must be a finite number from \(-Sample.maximumMagnitude) "
        + "to \(Sample.maximumMagnitude). Find out what wrote it."
    }
  }
}
