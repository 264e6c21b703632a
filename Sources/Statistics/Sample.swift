/// All values of one metric of one case in one run, grouped by trial.
///
/// A trial is a cluster: its values come from one process and are similar to one another, so the
/// number of trials, not the number of values, says how much is known. A sample has at least one
/// trial and each trial at least one value, so every summary of it is a finite number.
///
/// The order of the trials, and of the values within a trial, is kept but affects no summary.
package struct Sample: Equatable, Sendable {
  /// The largest magnitude that a value may have.
  ///
  /// Far above any time or size, and far enough below the maximum of `Double` (about 1.8e308) for
  /// differences and sums of values to stay finite.
  package static let maximumMagnitude = 1e300

  /// The values of each trial, in the order given.
  package let trials: [[Double]]
  /// The median of each trial, in the order of ``trials``.
  package let trialMedians: [Double]
  /// The medians of the trials in ascending order.
  package let sortedTrialMedians: [Double]

  /// Groups the values of each trial without dropping any.
  ///
  /// An empty trial, or a value that is not finite or exceeds ``maximumMagnitude``, is an error. A
  /// caller that wants to go on without it has to remove it.
  package init(trials: [[Double]]) throws(StatisticsError) {
    try Self.check(trials)
    self.trials = trials
    trialMedians = trials.map { Quantile.value(at: 0.5, ofSorted: $0.sorted()) }
    sortedTrialMedians = trialMedians.sorted()
  }

  /// A sample of medians of other samples, each the only value of a trial; there must be one.
  package init(levels medians: [Double]) {
    precondition(!medians.isEmpty, "a sample has at least one trial")
    trials = medians.map { [$0] }
    trialMedians = medians
    sortedTrialMedians = medians.sorted()
  }

  private static func check(_ trials: [[Double]]) throws(StatisticsError) {
    guard !trials.isEmpty else { throw .noTrials }
    for (trial, values) in trials.enumerated() {
      guard !values.isEmpty else { throw .emptyTrial(trial: trial + 1) }
      for (index, value) in values.enumerated() {
        // False for a NaN as well.
        guard value.magnitude <= maximumMagnitude else {
          throw .unusableValue(found: "\(value)", trial: trial + 1, value: index + 1)
        }
      }
    }
  }

  /// The number of trials, at least one.
  package var trialCount: Int { trials.count }

  /// The number of values in all trials, at least one.
  package var count: Int { trials.reduce(0) { $0 + $1.count } }

  /// The values of all trials together, in ascending order.
  ///
  /// They are sorted for each call, since a report shows them of few samples.
  package var values: [Double] { trials.flatMap(\.self).sorted() }

  /// The median of the trials' medians, the headline of the sample.
  ///
  /// Each trial counts once, however many values it has.
  package var median: Double { Quantile.value(at: 0.5, ofSorted: sortedTrialMedians) }

  /// The smallest value of all trials.
  package var minimum: Double { trials.reduce(trials[0][0]) { $1.reduce($0, min) } }

  /// The largest value of all trials.
  package var maximum: Double { trials.reduce(trials[0][0]) { $1.reduce($0, max) } }

  /// The quantile 1/4 of the values of all trials.
  package var firstQuartile: Double { Quantile.value(at: 0.25, ofSorted: values) }

  /// The quantile 3/4 of the values of all trials.
  package var thirdQuartile: Double { Quantile.value(at: 0.75, ofSorted: values) }
}
